const Box = styled.div<{ $wide: boolean; größe?: "ä" }>`
  width: ${(p) => size(p.$wide)};
`
const Icon = styled(Base)<{
  $on?: boolean
}>`color: red;`
const rows = query<Record<string, Row>[]>`select`
const actual = load<typeof import("./rows")>()
