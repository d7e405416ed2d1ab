using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tocsin.Server.Tests.Cli;

/// <summary>Answers as a Kapacitor does, with what a test says for each path.</summary>
internal sealed class KapacitorStandIn : IAsyncDisposable
{
    private const string Base = "/kapacitor/v1";

    private readonly WebApplication _app;

    private KapacitorStandIn(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>What is answered, by path below the base, or with two slashes by the whole path; without one <c>{}</c>.</summary>
    public Dictionary<string, (int Status, string Body)> Answers { get; } = [];

    /// <summary>Paths whose requests get no answer: the connection is cut.</summary>
    public HashSet<string> Cut { get; } = [];

    /// <summary>What came that is not a GET: method, path and body.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>False to be something else.</summary>
    public bool IsKapacitor { get; set; } = true;

    public static async Task<KapacitorStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var stand = new KapacitorStandIn(app);
        app.MapFallback(stand.AnswerAsync);
        await app.StartAsync();
        return stand;
    }

    /// <summary>Has tasks.</summary>
    /// <param name="tasks">Their JSON by id.</param>
    public void Have(params (string Id, string Json)[] tasks)
    {
        var list = tasks.Select(task => $$"""{"id":"{{task.Id}}","link":{"rel":"self","href":"{{Base}}/tasks/{{task.Id}}"},"status":"enabled"}""");
        Answers["/tasks"] = (200, $$"""{"tasks":[{{string.Join(',', list)}}]}""");
        foreach (var (id, json) in tasks)
            Answers[$"/tasks/{id}"] = (200, json);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var whole = context.Request.Path.Value ?? "";
        var path = whole.StartsWith(Base, StringComparison.Ordinal) ? whole[Base.Length..] : "/" + whole;
        if (context.Request.Method != "GET")
            Sent.Add($"{context.Request.Method} {path} {await new StreamReader(context.Request.Body).ReadToEndAsync()}");
        if (IsKapacitor)
            context.Response.Headers["X-Kapacitor-Version"] = "1.5.5";
        if (Cut.Contains(path))
        {
            context.Abort();
            return;
        }

        var (status, body) = Answers.TryGetValue(path, out var answer) ? answer : (200, "{}");
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }
}
