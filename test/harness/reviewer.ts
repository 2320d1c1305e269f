/** The second administrator of every product of the tests, without whom nothing that the first writes could be published. */
export const REVIEWER = { email: "reviewer@groundwork.test", password: "another pair of eyes" };
