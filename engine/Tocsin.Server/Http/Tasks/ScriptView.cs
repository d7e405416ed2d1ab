using Tocsin.Dsl.Binding;
using Tocsin.Engine.Trust;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Tasks;

/// <summary>A script as somebody may see it: its secrets are for those who may define scripts.</summary>
/// <param name="secrets">What is hidden; null for nothing.</param>
/// <param name="isHidden">True when it is not known what of it is secret.</param>
internal sealed class ScriptView(SecretTexts? secrets, bool isHidden = false)
{
    private const string NotShown = "// not shown: the script cannot be read now, so that it is not known what of it is secret; whoever has the role author sees it";

    private static readonly ScriptView Whole = new(null);

    /// <summary>Makes the views of whoever sent a request.</summary>
    public static Func<string, PipelineGraph?, IEnumerable<ScriptVar>, ScriptView> For(HttpContext context, ExtensionRegistry extensions)
    {
        if (AccessGuard.CallerOf(context).May(Roles.Author))
            return static (_, _, _) => Whole;
        var kinds = extensions.Current.Kinds;
        return (script, graph, vars) => graph is null ? new ScriptView(null, isHidden: true) : new ScriptView(ScriptSecrets.Of(script, graph, vars, kinds));
    }

    /// <summary>The script itself.</summary>
    public string Script(string script) => isHidden && script.Length > 0 ? NotShown : Text(script);

    /// <summary>What else is said of it.</summary>
    public string Text(string text) => secrets is { Any: true } ? secrets.Hide(text) : text;

    /// <summary>The values that it is given.</summary>
    public IEnumerable<ScriptVar> Vars(IEnumerable<ScriptVar> vars) => isHidden ? vars.Select(variable => variable with { Value = null }) : secrets is { Any: true } ? vars.Select(Hide) : vars;

    private ScriptVar Hide(ScriptVar variable) => variable with
    {
        Value = variable.Value switch
        {
            string text => Text(text),
            IReadOnlyList<ScriptVar> items => items.Select(Hide).ToList(),
            var other => other,
        },
        Description = Text(variable.Description),
    };
}
