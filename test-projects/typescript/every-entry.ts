// The declarations of every entry, checked as they are, since skipLibCheck is off.
export type * as academyOfMine from "@kelaskit/academy-of-mine";
export type * as academyOfMineMock from "@kelaskit/academy-of-mine/mock";
export type * as academyOfMineRoutes from "@kelaskit/academy-of-mine/routes";
export type * as core from "@kelaskit/core";
export type * as coreNode from "@kelaskit/core/node";
export type * as coreTesting from "@kelaskit/core/testing";
export type * as coreTestingNode from "@kelaskit/core/testing/node";
export type * as coreVendor from "@kelaskit/core/vendor";
export type * as enroll from "@kelaskit/enroll";
export type * as mitrabunso from "@kelaskit/mitrabunso";
export type * as mitrabunsoMock from "@kelaskit/mitrabunso/mock";
export type * as redis from "@kelaskit/redis";
export type * as scalev from "@kelaskit/scalev";
export type * as scalevMock from "@kelaskit/scalev/mock";
export type * as skilvulMock from "@kelaskit/skilvul/mock";
export type * as toolzz from "@kelaskit/toolzz";
export type * as toolzzMock from "@kelaskit/toolzz/mock";
