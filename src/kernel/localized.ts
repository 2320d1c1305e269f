/** A text in both languages of the product. Neither may be empty. */
export interface Localized {
  zh: string;
  en: string;
}
