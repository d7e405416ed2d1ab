using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Turns scripts into graphs with the nodes that there are at the moment.</summary>
/// <param name="catalog">Asked for each script anew: plugins come and go.</param>
/// <param name="functions">What lambdas may call, asked for each script anew; null for the functions of the language.</param>
/// <param name="problems">What is wrong with the code of functions, for who uses one that is not there; null for nothing.</param>
/// <param name="longest">Characters of a script.</param>
public sealed class ScriptCompiler(
    Func<NodeCatalog> catalog, Func<FunctionCatalog>? functions = null, Func<IReadOnlyList<string>>? problems = null, int longest = int.MaxValue)
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
        var options = new BindOptions { Vars = vars, IsTemplate = isTemplate, Functions = functions?.Invoke() ?? FunctionCatalog.Default };
        var bound = ScriptBinder.Bind(tree, catalog(), options);
        if (bound.Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error) is not { } first)
            return bound;

        throw new DefinitionException(new Refusal(RefusalKind.Invalid, "invalid TICKscript: " + DiagnosticText.OneLine(first, tree.Source) + ProblemsFor(first))
        {
            Diagnostics = bound.Diagnostics,
            Script = script,
        });
    }

    private string ProblemsFor(Diagnostic error) =>
        error.Code == UnknownFunctionNode && problems?.Invoke() is { Count: > 0 } wrong ? "\nfunctions that cannot be used:\n" + string.Join('\n', wrong) : "";
}
