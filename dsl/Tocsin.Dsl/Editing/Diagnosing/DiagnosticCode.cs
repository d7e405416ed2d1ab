namespace Tocsin.Dsl.Editing.Diagnosing;

/// <summary>What the documentation says of a diagnostic, as Markdown.</summary>
/// <param name="Code"><c>TS</c> and four digits.</param>
/// <param name="Kind"><c>error</c> or <c>warning</c>.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record DiagnosticCode(string Code, string Kind, string Meaning, string Remedy);
