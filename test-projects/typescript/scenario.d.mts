/** The scenario is plain JavaScript; types of what it is given are what this project is about. */
export declare function runScenario(given: object): Promise<object>;
export declare function resultLine(result: object): string;
