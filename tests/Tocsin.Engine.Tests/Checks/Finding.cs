using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Tests.Checks;

/// <summary>What is found in scripts, as <c>code line:column</c>.</summary>
internal static class Finding
{
    private static readonly NodeCatalog Catalog = Extensions.BuiltIn.Vocabulary.Nodes;

    /// <summary>Warnings and errors of a script of one line or several.</summary>
    public static IReadOnlyList<string> In(string script, bool isTemplate = false)
    {
        var source = new SourceText(script);
        return
        [
            .. ScriptBinder.Bind(SyntaxTree.Parse(source), Catalog, new BindOptions { Vars = new Dictionary<string, ScriptVar>(), IsTemplate = isTemplate })
                .Diagnostics.Select(diagnostic => $"{diagnostic.Code} {Place(source, diagnostic)}: {diagnostic.Message}"),
        ];
    }

    private static string Place(SourceText source, Diagnostic diagnostic)
    {
        var place = source.PositionOf(diagnostic.Span.Start);
        return $"{place.Line}:{place.Column}";
    }
}
