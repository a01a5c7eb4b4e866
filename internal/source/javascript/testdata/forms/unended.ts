type Call = {
  (
    action: Action,
    trigger?: Trigger
  ): void
  <A extends Action>(action: A, args: Args[A]): void
}

type Key = {
  value: string
  in: "header" | "query"
}

export const call = load({ in: "header" }, key)
