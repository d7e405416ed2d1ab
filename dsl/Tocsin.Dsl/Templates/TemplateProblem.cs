namespace Tocsin.Dsl.Templates;

/// <summary>What is wrong with the text of a template, and where.</summary>
/// <param name="Message">Begins with <c>template: name:line: </c>.</param>
/// <param name="Offset">In UTF-16 units from the begin of the template.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In characters, from 1.</param>
public sealed record TemplateProblem(string Message, int Offset, int Line, int Column);
