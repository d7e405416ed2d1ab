using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Alerts;
using Tocsin.Server.Http.Deliveries;

namespace Tocsin.Server.Http.Drills;

/// <summary><c>/tocsin/v1/drills</c>: sends a test alert the way of all others, and says who got it.</summary>
internal sealed class DrillsApi(AlertEngine engine)
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly string[] Keys = ["name", "level", "by", "wait"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/drills", RunAsync);

    private async Task RunAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var root = body.RootElement;
        AlertParameters.RefuseUnknown(root.EnumerateObject().Select(member => member.Name), Keys, "key");
        var name = ApiBody.Text(root, "name");
        AuditSubject.Say(context, name);
        var topics = TopicsOf(name);
        var by = ApiBody.Text(root, "by") is { Length: > 0 } given ? given : AccessGuard.CallerOf(context).Name;
        var drill = new Drill(engine.Alerts, engine.Time);
        var entries = await drill.RunAsync(topics, LevelOf(ApiBody.Text(root, "level")), by, WaitOf(ApiBody.Text(root, "wait")), context.RequestAborted).ConfigureAwait(false);
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("topics");
            foreach (var topic in topics)
                writer.WriteStringValue(topic);
            writer.WriteEndArray();
            writer.WriteStartArray("deliveries");
            foreach (var entry in entries)
                LedgerEntryJson.Write(writer, entry, engine.Alerts.Ledger.KeyOf(entry));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>A topic by its name, or those that the alert nodes of a task send to.</summary>
    private List<string> TopicsOf(string name)
    {
        if (name.Length == 0)
            throw ApiException.BadRequest("a drill needs the name of a topic or of a task");
        if (engine.Alerts.Topics.TryGet(name, out _))
            return [name];
        var task = engine.Tasks.Find(name);
        if (task is null)
        {
            var known = engine.Alerts.Topics.List().Select(topic => topic.Name).Concat(engine.Tasks.Tasks.Select(other => other.Id));
            throw ApiException.NotFound($"there is no topic and no task '{name}'{(NearestName.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "")}");
        }

        if (task.IsShadow)
            throw new ApiException(StatusCodes.Status409Conflict, $"the task '{name}' is a shadow: nobody is notified by it");
        if (engine.Running.Find(name) is null)
            throw new ApiException(StatusCodes.Status409Conflict, $"the task '{name}' does not run, and its handlers with it: 'tocsin enable {name}' starts it");
        var topics = (task.Graph?.Nodes ?? []).Where(node => node.Definition is AlertNode)
            .SelectMany(node => Topics(task, node.Name, (AlertNode)node.Definition)).Distinct().ToList();
        return topics.Count > 0 ? topics : throw new ApiException(StatusCodes.Status409Conflict, $"no alert node of the task '{name}' has handlers or a topic: nobody would be notified by it");
    }

    private static IEnumerable<string> Topics(TaskDefinition task, string name, AlertNode node) =>
    [
        .. node.Handlers.Count > 0 ? [new NodeTopic(task.Id, name).ToString()] : Array.Empty<string>(),
        .. node.Topic.Length > 0 ? [node.Topic] : Array.Empty<string>(),
    ];

    private static AlertLevel LevelOf(string text)
    {
        if (text.Length == 0)
            return AlertLevel.Critical;
        return AlertLevels.TryParse(text, out var level) && level != AlertLevel.Ok
            ? level
            : throw ApiException.BadRequest($"the level of a drill is INFO, WARNING or CRITICAL, not '{text}'");
    }

    private static TimeSpan WaitOf(string text)
    {
        if (text.Length == 0)
            return Default;
        if (!DurationSetting.TryParse(text, out var nanoseconds) || nanoseconds < 0)
            throw ApiException.BadRequest($"wait must be {DurationSetting.Expected}, not '{text}'");
        var wait = TimeSpan.FromTicks(nanoseconds / 100);
        return wait <= Longest ? wait : throw ApiException.BadRequest($"wait may be {Longest.TotalMinutes} min at most, not '{text}'");
    }
}
