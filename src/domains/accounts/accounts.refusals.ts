/** The e-mail address and the password do not belong together; which of them is wrong is not said. */
export class InvalidCredentials {
  readonly __typename = "InvalidCredentials";
  readonly code = "INVALID_CREDENTIALS";

  constructor(readonly message: string) {}
}
