using System.Buffers;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Tasks;

/// <summary><c>/kapacitor/v1/tasks</c>: define, change, list, show and delete tasks; and what running tasks offer themselves.</summary>
internal sealed class TasksApi(TaskRegistry tasks, TaskMaster master, ReplayRegistry replays, DefinitionGuard guard, ServerChecks checks, ExtensionRegistry extensions)
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
        AuditSubject.Say(context, change.Id);
        guard.Check(context, change);
        var task = await tasks.CreateAsync(change).ConfigureAwait(false);
        await AnswerAsync(context, task).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext context, string? path)
    {
        path = ApiPath.Id(path);
        if (path.Split('/', 2) is [var id, var endpoint] && tasks.Find(id) is not null)
        {
            return FindEndpoint(id, endpoint) is { } write
                ? ApiAnswer.WrittenAsync(context, write)
                : throw ApiException.NotFound($"the task '{id}' offers no '{endpoint}': httpOut('{endpoint}') does, while the task runs");
        }

        return AnswerAsync(context, tasks.Find(path) ?? throw ApiException.NotFound($"there is no task '{path}': 'tocsin list tasks' shows those there are"));
    }

    /// <summary>What a task offers that runs, or else one that data is played to.</summary>
    private Action<IBufferWriter<byte>>? FindEndpoint(string id, string endpoint)
    {
        foreach (var running in replays.RunningOf(id).Prepend(master.Find(id)))
        {
            if (running is not null && running.Endpoints.TryFind(endpoint, out var write))
                return write;
        }

        return null;
    }

    private async Task UpdateAsync(HttpContext context, string? path)
    {
        path = ApiPath.Id(path);
        var change = await TaskRequest.ReadAsync(context, path).ConfigureAwait(false);
        change = change with { IfVersion = EntityTag.Wanted(context) };
        guard.Check(context, change, path);
        await AnswerAsync(context, await tasks.UpdateAsync(path, change).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context, string? path)
    {
        await tasks.DeleteAsync(ApiPath.Id(path)).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }

    private Task AnswerAsync(HttpContext context, TaskDefinition task)
    {
        var json = JsonFor(context, task.Id);
        EntityTag.Say(context, task.Version);
        return ApiAnswer.JsonAsync(context, writer => json.Write(writer, task));
    }

    /// <param name="task">The task that is shown; null for many.</param>
    private TaskJson JsonFor(HttpContext context, string? task = null)
    {
        var view = context.Request.Query["dot-view"].ToString();
        if (view is not ("" or "attributes" or "labels"))
            throw ApiException.BadRequest($"invalid dot-view parameter \"{view}\": use attributes or labels");
        return new TaskJson(task is null ? master : MasterFor(context, task), checks, ScriptView.For(context, extensions), ScriptFormat.IsFormatted(context.Request.Query), view == "labels", [.. TaskJson.More.Where(field => context.Request.Query[field] == "true")]);
    }

    /// <summary>Where a task runs that is shown: with <c>replay-id</c> in that replay.</summary>
    /// <exception cref="ApiException">The replay does not run, or is one of another task.</exception>
    private TaskMaster MasterFor(HttpContext context, string task)
    {
        var replay = context.Request.Query["replay-id"].ToString();
        if (replay.Length == 0)
            return master;
        if (!replays.TryFindRunning(replay, out var played, out var own))
            throw ApiException.BadRequest($"no running replay with ID: {replay}");
        return played == task ? own : throw ApiException.BadRequest($"replay {replay} is not for task: {task}");
    }
}
