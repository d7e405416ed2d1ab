using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Access;

/// <summary>
/// Decides who may define what runs programs on this machine, or reads its variables and files: other machines only when the configuration
/// says so. Files of the load folder do not come this way.
/// </summary>
internal sealed class RemotePrograms(AlertEngine engine, bool areAllowed)
{
    /// <exception cref="ApiException">The handler runs programs or reads variables or files, and whoever defines it may not.</exception>
    public void Check(HttpContext context, HandlerSpec handler) =>
        Check(context, handler.Kind, ConfigJson.TryParse(handler.OptionsJson, out var options, out _) ? options : new ConfigNull());

    /// <exception cref="ApiException">A handler of these options runs programs or reads variables or files, and whoever wants it may not.</exception>
    public void Check(HttpContext context, string kind, ConfigValue options)
    {
        if (!IsSuspect(context))
            return;
        Refuse(kind, $"handlers of kind '{kind}' run");
        if (ConfigVariables.AreIn(options))
            throw Refusal("the options read variables or files of");
    }

    /// <exception cref="ApiException">The source reads variables or files, and whoever defines it may not.</exception>
    public void Check(HttpContext context, SourceFileEntry source)
    {
        if (IsSuspect(context) && ConfigVariables.AreIn(source.Values))
            throw Refusal($"the definition of source '{source.Spec.Id}' reads variables or files of");
    }

    /// <summary>Checks a definition of a task, or a change of one.</summary>
    /// <param name="id">The task that is changed; null for a new one.</param>
    /// <exception cref="ApiException">The task runs programs, and whoever defines it may not.</exception>
    public void Check(HttpContext context, TaskChange change, string? id = null)
    {
        // Whatever else is changed leaves what runs as it is.
        if (!IsSuspect(context) || (change.Script.Length == 0 && change.TemplateId.Length == 0 && change.Vars is null))
            return;
        var before = id is null ? null : engine.Tasks.Find(id);
        var template = change.TemplateId.Length > 0 ? change.TemplateId : before?.TemplateId ?? "";
        var script = template.Length > 0 ? engine.Templates.Find(template)?.Script : change.Script.Length > 0 ? change.Script : before?.Script;
        Check(script, change.Vars ?? before?.Vars ?? new Dictionary<string, ScriptVar>(), isTemplate: false);
    }

    /// <exception cref="ApiException">The template runs programs, and whoever defines it may not.</exception>
    public void CheckTemplate(HttpContext context, string script)
    {
        if (IsSuspect(context))
            Check(script, new Dictionary<string, ScriptVar>(), isTemplate: true);
    }

    private bool IsSuspect(HttpContext context) => !areAllowed && !AccessGuard.IsTrusted(context);

    private void Check(string? script, IReadOnlyDictionary<string, ScriptVar> vars, bool isTemplate)
    {
        if (string.IsNullOrEmpty(script))
            return;
        PipelineGraph? graph;
        string obstacle;
        try
        {
            graph = engine.Compiler.CompileSoFar(script, vars, isTemplate, out obstacle).Graph;
        }
        catch (DefinitionException)
        {
            // It is refused in better words where it is defined.
            return;
        }

        // What it does is not known before it is bound to its end, and then nobody asks any more.
        if (obstacle.Length > 0)
            throw Refusal($"{obstacle}; until then it is not known whether the script runs programs on");

        foreach (var alert in (graph?.Nodes ?? []).Select(node => node.Definition).OfType<AlertNode>())
        {
            foreach (var handler in alert.Handlers)
                Refuse(handler.Kind, $"the script has a handler of kind '{handler.Kind}', which runs");
        }
    }

    private void Refuse(string kind, string what)
    {
        if (engine.Extensions.Current.Kinds.TryFind(kind, out var found) && found.RunsPrograms)
            throw Refusal($"{what} programs on");
    }

    private static ApiException Refusal(string what) => new(
        StatusCodes.Status403Forbidden,
        $"{what} the server's machine: define it as an administrator, from there or in the load folder, or set http.remote-programs: true in the configuration");
}
