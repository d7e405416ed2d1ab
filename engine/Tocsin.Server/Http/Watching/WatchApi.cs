using System.Text.Json;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Text;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Alerts;

namespace Tocsin.Server.Http.Watching;

/// <summary><c>/tocsin/v1/tasks/watch</c>: what the nodes of a task make of data that comes from now on, and so why nobody is notified.</summary>
internal sealed class WatchApi(TaskRegistry tasks, TaskMaster master)
{
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
        var seen = await running.WatchAsync(TagsOf(query["tag"]), WaitOf(query["wait"].ToString()), context.RequestAborted).ConfigureAwait(false)
            ?? throw new ApiException(StatusCodes.Status409Conflict, $"somebody else watches the task '{id}' just now: try again when that is over");
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("task", id);
            writer.WriteStartArray("nodes");
            foreach (var node in seen)
                Write(writer, node);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private string Hint(string id) => NearestName.Find(id, [.. tasks.Tasks.Select(known => known.Id)]) is { } nearest
        ? $"; did you mean '{nearest}'?"
        : ": 'tocsin list tasks' shows those there are";

    private static void Write(Utf8JsonWriter writer, WatchedNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("node", node.Name);
        writer.WriteString("place", node.Place);
        writer.WriteNumber("came", node.Came);
        writer.WriteNumber("went", node.Went);
        writer.WriteNumber("came-ever", node.CameEver);
        writer.WriteBoolean("has-children", node.HasChildren);
        writer.WritePropertyName("last");
        if (node.Last.IsEmpty)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(node.Last.Span);
        writer.WriteStartArray("why");
        foreach (var line in node.Why)
            writer.WriteStringValue(line);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

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
