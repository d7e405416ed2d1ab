using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Editing.Names;

/// <summary>Where the variables of a script are declared and used, and other names for them.</summary>
public static class ScriptNames
{
    /// <summary>Where the variable at an offset is declared; null for all other names.</summary>
    public static TextSpan? DefinitionOf(EditedScript script, int offset) => VariableAt(script, offset)?.Declaration;

    /// <summary>All places of the variable at an offset, in their order.</summary>
    public static IReadOnlyList<TextSpan> ReferencesTo(EditedScript script, int offset, bool withDeclaration = true) => VariableAt(script, offset) is not { } variable
        ? []
        : [.. variable.Uses.Concat(withDeclaration ? [variable.Declaration] : []).Distinct().OrderBy(span => span.Start)];

    /// <summary>The name that can be changed at an offset; null where none can.</summary>
    public static TextSpan? RenamedAt(EditedScript script, int offset) => VariableAt(script, offset) is null ? null : script.Outline.At(offset)?.Span;

    /// <summary>What changes for another name.</summary>
    /// <param name="problem">Why there is no such name; empty when there is.</param>
    public static IReadOnlyList<TextEdit> Rename(EditedScript script, int offset, string name, out string problem)
    {
        problem = "";
        if (VariableAt(script, offset) is not { } variable)
            problem = "only variables have names of their own: put the cursor on one";
        else if (SyntaxTree.Parse(name).Tokens is not [{ Kind: SyntaxKind.Identifier } only, { Kind: SyntaxKind.EndOfFile }] || only.Span.Length != name.Length)
            problem = $"'{SyntaxDiagnostics.Shorten(name)}' cannot be the name of a variable: names begin with a letter and go on with letters, digits and _";
        else if (name is TaskType.StreamName or TaskType.BatchName or "time" or "lambda")
            problem = $"'{name}' has a meaning already";
        else if (name != variable.Name && script.Outline.Variables.Any(other => other.Name == name))
            problem = $"the script has a variable '{name}' already";
        return problem.Length > 0 ? [] : [.. ReferencesTo(script, offset).Select(span => new TextEdit(span, name))];
    }

    private static Variable? VariableAt(EditedScript script, int offset) => script.IsTooLong ? null : script.Outline.At(offset)?.Variable;
}
