/** What customers read in the widget, by language. A missing key does not compile. */

import de from "./texts/de.json";
import en from "./texts/en.json";
import es from "./texts/es.json";
import fr from "./texts/fr.json";
import pt from "./texts/pt.json";

export type TextKey = keyof typeof en;
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const LANGUAGES: Record<string, Record<TextKey, string>> = { en, de, fr, es, pt };

/** The words for a BCP 47 tag; English where we do not speak the language. */
export function textsFor(locale: string): Translate {
  const words = LANGUAGES[language(locale)] ?? en;
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

export function speaks(locale: string): boolean {
  return language(locale) in LANGUAGES;
}

function language(locale: string): string {
  return locale.toLowerCase().split("-")[0] ?? "";
}
