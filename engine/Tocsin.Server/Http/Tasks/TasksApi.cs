using Tocsin.Engine.Checks;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Tasks;

/// <summary><c>/kapacitor/v1/tasks</c>: define, change, list, show and delete tasks; and what running tasks offer themselves.</summary>
internal sealed class TasksApi(TaskRegistry tasks, TaskMaster master, RemotePrograms programs, ServerChecks checks)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tasks", ListAsync);
        routes.MapPost("/tasks", CreateAsync);
        routes.MapGet("/tasks/{**path}", ShowAsync);
        routes.MapPatch("/tasks/{**path}", UpdateAsync);
        routes.MapDelete("/tasks/{**path}", DeleteAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var query = ListQuery.Read(context.Request.Query);
        var json = JsonFor(context);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("tasks");
            foreach (var task in query.Choose(tasks.Tasks, task => task.Id))
                json.WriteListed(writer, task, query.Fields);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private async Task CreateAsync(HttpContext context)
    {
        var change = await TaskRequest.ReadAsync(context).ConfigureAwait(false);
        programs.Check(context, change);
        var task = await tasks.CreateAsync(change).ConfigureAwait(false);
        await AnswerAsync(context, task).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext context, string? path)
    {
        path = ApiPath.Id(path);
        if (path.Split('/', 2) is [var id, var endpoint] && tasks.Find(id) is not null)
        {
            return master.Find(id) is { } running && running.Endpoints.TryFind(endpoint, out var write)
                ? ApiAnswer.WrittenAsync(context, write)
                : throw ApiException.NotFound($"the task '{id}' offers no '{endpoint}': httpOut('{endpoint}') does, while the task runs");
        }

        return AnswerAsync(context, tasks.Find(path) ?? throw ApiException.NotFound($"there is no task '{path}': 'tocsin list tasks' shows those there are"));
    }

    private async Task UpdateAsync(HttpContext context, string? path)
    {
        path = ApiPath.Id(path);
        var change = await TaskRequest.ReadAsync(context).ConfigureAwait(false);
        programs.Check(context, change, path);
        await AnswerAsync(context, await tasks.UpdateAsync(path, change).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, string? path)
    {
        await tasks.DeleteAsync(ApiPath.Id(path)).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }

    private Task AnswerAsync(HttpContext context, TaskDefinition task)
    {
        var json = JsonFor(context);
        return ApiAnswer.JsonAsync(context, writer => json.Write(writer, task));
    }

    private TaskJson JsonFor(HttpContext context)
    {
        var view = context.Request.Query["dot-view"].ToString();
        if (view is not ("" or "attributes" or "labels"))
            throw ApiException.BadRequest($"invalid dot-view parameter \"{view}\": use attributes or labels");
        return new TaskJson(master, checks, ScriptFormat.IsFormatted(context.Request.Query), view == "labels");
    }
}
