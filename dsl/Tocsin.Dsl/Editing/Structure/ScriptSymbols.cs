using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Structure;

/// <summary>The outline of a script for people: its variables, and its chains with their nodes.</summary>
public static class ScriptSymbols
{
    /// <summary>The symbols in the order of the script.</summary>
    public static IReadOnlyList<ScriptSymbol> Of(EditedScript script)
    {
        if (script.IsTooLong)
            return [];
        var names = script.Outline.Names;
        var found = new List<ScriptSymbol>();
        var next = 0;
        foreach (var statement in script.Tree.Root.Statements)
        {
            while (next < names.Count && names[next].Span.Start < statement.Span.Start)
                next++;
            var own = new List<NameUse>();
            for (; next < names.Count && names[next].Span.End <= statement.Span.End; next++)
                own.Add(names[next]);
            if (own.Count > 0)
                found.Add(Of(statement, own));
        }

        return found;
    }

    private static ScriptSymbol Of(StatementSyntax statement, List<NameUse> names)
    {
        var first = names[0];
        var nodes = names.Where(name => name.Kind == NameKind.Node).Select(name => new ScriptSymbol(name.Name, "", IsVariable: false, name.Span, name.Span, [])).ToList();
        return first is { IsDeclaration: true, Variable: { } variable }
            ? new ScriptSymbol(first.Name, variable.Target is null ? variable.Holds : variable.Target.Name, IsVariable: true, statement.Span, first.Span, nodes)
            : new ScriptSymbol(first.Name, string.Join(" | ", nodes.Take(3).Select(node => node.Name)), IsVariable: false, statement.Span, first.Span, nodes);
    }
}
