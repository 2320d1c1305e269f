import { type PassageWords, pick, yearOf } from "./passage-words.js";

const from = (text: string) => text.split(" ");

const FIRST_NAMES = from("Ada Boris Clara David Elena Farid Grace Hugo Irene Jonas Kira Liam Maya Noor Oscar Petra Quinn Rosa Sven Tara Uma Victor Wendy Yusuf Zoe"); // prettier-ignore
const LAST_NAMES = from("Adler Brandt Costa Duval Engel Fischer Gomez Hansen Ibarra Jansen Keller Lindt Moreau Novak Okafor Park Quist Rossi Silva Tanaka Ueda Vogel Weber Young Zhou"); // prettier-ignore
const NAME_PARTS = [from("Nova Blue Hyper Terra Clear Deep North Silver Open Swift Bright Green"), from("Grid Loop Mind Sense Cargo Leaf Lens Forge Pulse Field Stack Wave")] as const; // prettier-ignore
const FUNDS = from("Redwood Harbour Atlas Summit Lantern Orchard Granite Beacon");
const CITIES = from("Berlin Lagos Toronto Singapore Madrid Oslo Seoul Nairobi Lisbon Boston Dublin Mumbai");
const COUNTRIES = from("Germany Nigeria Canada Japan Spain Norway Kenya Portugal India France Brazil Mexico");
const MONTHS = from("January February March April May June July August September October November December");

/** What English passages are made of. */
export const english: PassageWords = {
  company: (random) => pick(random, NAME_PARTS[0]) + pick(random, NAME_PARTS[1]).toLowerCase(),
  person: (random) => `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`,
  fund: (random) => `${pick(random, FUNDS)} Capital`,
  year: yearOf,
  month: (random) => `${pick(random, MONTHS)} ${yearOf(random)}`,
  money: (random) => `$${1 + random.int(90)}.${1 + random.int(9)} million`,
  cities: CITIES,
  countries: COUNTRIES,
  openings: ["{c} makes {p}.", "{c} is a young company that sells {p}.", "A start-up called {c} builds {p}."],
  products: ["sensors for farms", "maps for robots", "software for banks", "cameras for shops", "games for schools", "batteries for ships", "tests for hospitals", "tools for lawyers"], // prettier-ignore
  space: " ",
  sayings: {
    founder: {
      sentences: ["It was founded by {v}.", "{v} founded {c}.", "The founder is {v}."],
      questions: ["Who founded {c}?", "Who is the founder of {c}?"],
    },
    chief: {
      sentences: ["{v} is the chief executive.", "It is led by {v}, the chief executive."],
      questions: ["Who is the chief executive of {c}?", "Who leads {c}?"],
    },
    investor: {
      sentences: ["{v} was the first investor.", "The first investor was {v}."],
      questions: ["Who was the first investor of {c}?", "Who invested first in {c}?"],
    },
    founding: {
      sentences: ["The company began in {v}.", "{c} was set up in {v}."],
      questions: ["When was {c} set up?", "When did {c} begin?"],
    },
    launch: {
      sentences: ["The product was launched in {v}.", "The product went on sale in {v}."],
      questions: ["When was the product of {c} launched?", "When did the product of {c} go on sale?"],
    },
    funding: {
      sentences: ["It has raised {v} so far.", "So far {c} has raised {v}."],
      questions: ["How much money has {c} raised?", "How much has {c} raised so far?"],
    },
    revenue: {
      sentences: ["Last year it earned {v}.", "Its revenue last year was {v}."],
      questions: ["How much did {c} earn last year?", "What was the revenue of {c} last year?"],
    },
    employees: {
      sentences: ["It has {v} employees.", "{v} people work there."],
      questions: ["How many employees does {c} have?", "How many people work at {c}?"],
    },
    customers: {
      sentences: ["It serves {v} customers.", "{v} customers use the product."],
      questions: ["How many customers does {c} serve?", "How many customers use the product of {c}?"],
    },
    office: {
      sentences: ["Its office is in {v}.", "The office of {c} is in {v}."],
      questions: ["Where is the office of {c}?", "In which city is the office of {c}?"],
    },
    market: {
      sentences: ["It sells most in {v}.", "Most of its sales are in {v}."],
      questions: ["Where does {c} sell most?", "In which country does {c} sell most?"],
    },
  },
};
