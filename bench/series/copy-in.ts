import type { Client, Connection, Submittable } from "pg";

/** What `pg` offers for COPY, and does not type. */
interface Copying extends Connection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** Sends rows by COPY: the fastest way into a table that PostgreSQL has. */
export function copyIn(client: Client, statement: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = {
      submit: (connection: Connection) => (connection as Copying).query(statement),
      handleCopyInResponse(connection: Copying) {
        connection.sendCopyFromChunk(rows);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    };
    client.query(copy as unknown as Submittable);
  });
}
