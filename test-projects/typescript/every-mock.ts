// The mocks' declarations, which name msw's types.
export type * as academyOfMineMock from "@kelaskit/academy-of-mine/mock";
export type * as coreTesting from "@kelaskit/core/testing";
export type * as coreTestingNode from "@kelaskit/core/testing/node";
export type * as mitrabunsoMock from "@kelaskit/mitrabunso/mock";
export type * as scalevMock from "@kelaskit/scalev/mock";
export type * as skilvulMock from "@kelaskit/skilvul/mock";
export type * as toolzzMock from "@kelaskit/toolzz/mock";
