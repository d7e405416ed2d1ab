using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Engine.Trust;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Access;

/// <summary>
/// Asks of every definition that comes by the API whether its sender may define it: administrators, and without users this machine, may define
/// all; others what the rules of the configuration allow. Files of the load folder do not come this way.
/// </summary>
internal sealed class DefinitionGuard(AlertEngine engine, LiveSetting<ServerOptions> options)
{
    /// <exception cref="ApiException">Whoever defines the handler may not.</exception>
    public void Check(HttpContext context, HandlerSpec handler) =>
        Check(context, handler.Kind, ConfigJson.TryParse(handler.OptionsJson, out var given, out _) ? given : new ConfigNull());

    /// <exception cref="ApiException">Whoever wants a handler of these options may not.</exception>
    public void Check(HttpContext context, string kind, ConfigValue given) => Check(context, trust => trust.WhyNot(kind, given));

    /// <exception cref="ApiException">Whoever defines the source may not.</exception>
    public void Check(HttpContext context, SourceFileEntry source) => Check(context, trust => trust.WhyNot(source.Values, $"the values of source '{source.Spec.Id}'"));

    /// <summary>Checks a definition of a task, or a change of one.</summary>
    /// <param name="id">The task that is changed; null for a new one.</param>
    /// <exception cref="ApiException">Whoever defines the task may not.</exception>
    public void Check(HttpContext context, TaskChange change, string? id = null)
    {
        // Whatever else is changed leaves what runs as it is.
        if (change.Script.Length == 0 && change.TemplateId.Length == 0 && change.Vars is null)
            return;
        Check(context, trust =>
        {
            var before = id is null ? null : engine.Tasks.Find(id);
            var template = change.TemplateId.Length > 0 ? change.TemplateId : before?.TemplateId ?? "";
            var script = template.Length > 0 ? engine.Templates.Find(template)?.Script : change.Script.Length > 0 ? change.Script : before?.Script;
            return WhyNot(trust, script, change.Vars ?? before?.Vars ?? new Dictionary<string, ScriptVar>(), isTemplate: false);
        });
    }

    /// <summary>Checks a template, with the tasks that are made from it already.</summary>
    /// <param name="id">The template that is changed; null for a new one.</param>
    /// <exception cref="ApiException">Whoever defines the template may not.</exception>
    public void CheckTemplate(HttpContext context, string script, string? id = null) => Check(context, trust =>
        WhyNot(trust, script, new Dictionary<string, ScriptVar>(), isTemplate: true)
        ?? (id is null || script.Length == 0 ? null : engine.Tasks.Tasks.Where(task => task.TemplateId == id)
            .Select(task => WhyNot(trust, script, task.Vars, isTemplate: false)).FirstOrDefault(objection => objection is not null)));

    private void Check(HttpContext context, Func<DefinitionTrust, Objection?> whyNot)
    {
        var current = options.Current;
        if (current.Http.RemotePrograms || AccessGuard.IsTrusted(context))
            return;
        if (whyNot(new DefinitionTrust(current.Trust(), engine.Extensions.Current.Kinds)) is { } objection)
            throw new ApiException(StatusCodes.Status403Forbidden, objection.ToString());
    }

    private Objection? WhyNot(DefinitionTrust trust, string? script, IReadOnlyDictionary<string, ScriptVar> vars, bool isTemplate)
    {
        if (string.IsNullOrEmpty(script))
            return null;
        try
        {
            var graph = engine.Compiler.CompileSoFar(script, vars, isTemplate, out var obstacle).Graph;

            // What it does is not known before it is bound to its end, and then nobody asks any more.
            return obstacle.Length > 0
                ? new Objection($"{obstacle}; until then it is not known whether the script runs programs on the server's machine", "set http.remote-programs: true")
                : graph is null ? null : trust.WhyNot(graph);
        }
        catch (DefinitionException)
        {
            // It is refused in better words where it is defined.
            return null;
        }
    }
}
