using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Shadows;
using Tocsin.Server.Histories;
using Tocsin.Server.Http.Alerts;

namespace Tocsin.Server.Http.Tasks;

/// <summary><c>/tocsin/v1/tasks/diff</c>: what a task and its shadow have raised differently since they run side by side.</summary>
internal sealed class TaskDiffApi(AlertEngine engine)
{
    private static readonly string[] QueryNames = ["task"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/tasks/diff", CompareAsync);

    private Task CompareAsync(HttpContext context)
    {
        AlertParameters.RefuseUnknown(context.Request.Query.Keys, QueryNames, "parameter");
        var id = ShadowId.LiveOf(context.Request.Query["task"].ToString());
        var record = engine.Shadows.Read(id) ?? throw ApiException.NotFound(WhyNot(id));
        var (live, shadow) = ShadowHistories.Of(id, record, engine.Time.GetUtcNow());
        var json = HistoryJson.Of(shadow, live, HistoryComparison.Of(live, shadow));
        json.Insert(0, "since", Instant.From(record.Since).ToString());
        json.Insert(1, "is-full", record.IsFull);
        return ApiAnswer.JsonAsync(context, writer => json.WriteTo(writer));
    }

    private string WhyNot(string id) => engine.Tasks.Find(id) is not null
        ? $"the task '{id}' has no shadow: 'tocsin define {id} -tick FILE --shadow' runs another script beside it"
        : $"there is no task '{id}'{(NearestName.Find(id, engine.Tasks.Tasks.Select(task => task.Id)) is { } nearest ? $"; did you mean '{nearest}'?" : "")}";
}
