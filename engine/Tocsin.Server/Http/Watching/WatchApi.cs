using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Hosting;
using Tocsin.Dsl.Text;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;
using Tocsin.Server.Http.Alerts;

namespace Tocsin.Server.Http.Watching;

/// <summary><c>/tocsin/v1/tasks/watch</c>: what the nodes of a task make of data that comes from now on, and so why nobody is notified.</summary>
internal sealed class WatchApi(TaskRegistry tasks, TaskMaster master, AlertSystem alerts, TimeProvider time)
{
    private const int MostKept = 50;

    private static readonly TimeSpan Default = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly string[] QueryNames = ["task", "tag", "wait"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/tasks/watch", WatchAsync);

    private async Task WatchAsync(HttpContext context)
    {
        var query = context.Request.Query;
        AlertParameters.RefuseUnknown(query.Keys, QueryNames, "parameter");
        var id = query["task"].ToString();
        var task = tasks.Find(id) ?? throw ApiException.NotFound($"there is no task '{id}'{Hint(id)}");
        var running = master.Find(id) ?? throw new ApiException(
            StatusCodes.Status409Conflict, task.Error.Length > 0 ? $"the task '{id}' does not run: {task.Error}" : $"the task '{id}' does not run: 'tocsin enable {id}' starts it");
        var tags = TagsOf(query["tag"]);
        var seen = await running.WatchAsync(tags, WaitOf(query["wait"].ToString()), context.RequestAborted).ConfigureAwait(false)
            ?? throw new ApiException(StatusCodes.Status409Conflict, $"somebody else watches the task '{id}' just now: try again when that is over");
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            WatchJson.Write(writer, id, seen);
            writer.WriteStartArray("kept");
            foreach (var (alert, last, silences) in KeptOf(id, tags))
                AlertStatusJson.Write(writer, alert, last, silences, time.GetUtcNow());
            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>The task's open alerts that are silenced, or that some handlers are not notified of now.</summary>
    private List<(AlertStatus Alert, AlertEvent Last, IReadOnlyList<Silence> Silences)> KeptOf(string task, Dictionary<string, string> tags)
    {
        var open = alerts.Activities.ListWithEvents(new AlertQuery())
            .Where(alert => alert.Event.TaskName == task && tags.All(tag => alert.Event.Tags.GetValueOrDefault(tag.Key) == tag.Value)).ToList();
        return
        [
            .. open.Zip(alerts.Silences.Of([.. open.Select(alert => alert.Event)]), static (alert, silences) => (alert.Status, alert.Event, silences))
                .Where(static alert => alert.silences.Count > 0 || alert.Status.Held.Any(held => held.Cause != HoldCause.None)).Take(MostKept),
        ];
    }

    private string Hint(string id) => NearestName.Find(id, [.. tasks.Tasks.Select(known => known.Id)]) is { } nearest
        ? $"; did you mean '{nearest}'?"
        : ": 'tocsin list tasks' shows those there are";

    private static Dictionary<string, string> TagsOf(IEnumerable<string?> texts)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts.OfType<string>())
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw ApiException.BadRequest($"tag must be a name and a value such as host=web-07, not '{text}'");
            tags[text[..at]] = text[(at + 1)..];
        }

        return tags;
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
