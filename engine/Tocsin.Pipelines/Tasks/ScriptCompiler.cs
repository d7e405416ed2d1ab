using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Functions;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Turns scripts into graphs with the nodes and functions that there are at the moment.</summary>
/// <param name="vocabulary">Asked for each script again: plugins and functions come and go.</param>
/// <param name="longest">Characters of a script.</param>
public sealed class ScriptCompiler(Func<ScriptVocabulary> vocabulary, int longest = int.MaxValue)
{
    private const string UnknownFunctionNode = "TS1052";

    /// <summary>Binds a script.</summary>
    /// <exception cref="DefinitionException">The script is empty or has errors.</exception>
    public BoundScript Compile(string script, IReadOnlyDictionary<string, ScriptVar> vars, bool isTemplate)
    {
        if (script.Length == 0)
            throw DefinitionException.Invalid("must provide TICKscript");
        if (script.Length > longest)
            throw DefinitionException.Invalid($"the script has {script.Length} characters, more than limits.script-length allows ({longest}): make several tasks of it, or raise the limit");

        var tree = SyntaxTree.Parse(new SourceText(script));
        var known = vocabulary();
        var bound = known.Bind(tree, vars, isTemplate);
        if (bound.Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error) is not { } first)
            return bound;

        throw new DefinitionException(new Refusal(RefusalKind.Invalid, "invalid TICKscript: " + DiagnosticText.OneLine(first, tree.Source) + ProblemsFor(first, known.Problems))
        {
            Diagnostics = bound.Diagnostics,
            Script = script,
        });
    }

    private static string ProblemsFor(Diagnostic error, IReadOnlyList<string> problems) =>
        error.Code == UnknownFunctionNode && problems.Count > 0 ? "\nfunctions that cannot be used:\n" + string.Join('\n', problems) : "";
}
