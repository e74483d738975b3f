// Stands in for react-devtools-core, which Ink asks for in development alone.
export default {};
