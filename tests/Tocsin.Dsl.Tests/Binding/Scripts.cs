using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Binding;

/// <summary>Binds scripts to the fake nodes and checks what is said about them.</summary>
internal static class Scripts
{
    public static BoundScript Bind(string script, params ScriptVar[] vars) => Bind(script, false, vars);

    public static BoundScript BindTemplate(string script, params ScriptVar[] vars) => Bind(script, true, vars);

    /// <summary>The graph of a script without mistakes.</summary>
    public static PipelineGraph Graph(string script, params ScriptVar[] vars)
    {
        var bound = Bind(script, vars);
        bound.Diagnostics.Should().NotContain(d => d.Severity == Severity.Error);
        return bound.Graph!;
    }

    public static T Single<T>(this PipelineGraph graph)
        where T : NodeDefinition =>
        graph.Nodes.Select(n => n.Definition).OfType<T>().Single();

    /// <summary>Expects exactly these messages, each at the place marked in the script, in the order of the places.</summary>
    public static void ShouldSay(string marked, params string[] messages)
    {
        var script = AnnotatedText.Parse(marked);
        var found = Bind(script.Text).Diagnostics;
        found.Select(d => d.Message).Should().Equal(messages);
        found.Select(d => d.Span).Should().Equal(script.Spans);
    }

    private static BoundScript Bind(string script, bool isTemplate, ScriptVar[] vars) => ScriptBinder.Bind(
        SyntaxTree.Parse(script), FakeCatalog.Nodes,
        new BindOptions { IsTemplate = isTemplate, Vars = vars.ToDictionary(v => v.Name) });
}
