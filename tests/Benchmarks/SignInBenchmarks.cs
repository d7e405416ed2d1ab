using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Benchmarks;

/// <summary>What it costs a write that its sender says who it is, from the header of the request to its endpoint: agents do so with each.</summary>
[MemoryDiagnoser]
public class SignInBenchmarks
{
    private readonly SqliteStateStore _store = SqliteStateStore.Open(new StoreSettings());
    private readonly Dictionary<string, DefaultHttpContext> _writes = [];
    private readonly RequestDelegate _next = static _ => Task.CompletedTask;
    private AccessGuard _guard = null!; // Set before the first round.
    private AccessGuard _open = null!;

    [Params("Basic", "Token", "Bearer", "u= and p=")]
    public string Shown { get; set; } = "";

    [GlobalSetup]
    public async Task Set()
    {
        var audit = new AuditTrail(_store, TimeProvider.System, 0);
        _open = new AccessGuard(new ServerAccess(_store, new HttpOptions { Auth = HttpAuth.Off }, TimeProvider.System, null, NullLogger.Instance), audit, new CallerRate(0, TimeProvider.System));
        var access = new ServerAccess(_store, new HttpOptions(), TimeProvider.System, null, NullLogger.Instance);
        await access.Users.ResetAsync("telegraf", "correct horse");
        var (_, token) = await access.Tokens.AddAsync("agent", Roles.Write, null);
        _guard = new AccessGuard(access, audit, new CallerRate(0, TimeProvider.System));
        _writes["Basic"] = Write("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("telegraf:correct horse")));
        _writes["Token"] = Write("Token " + token);
        _writes["Bearer"] = Write("Bearer " + token);
        _writes["u= and p="] = Write(null, "?db=telegraf&u=telegraf&p=correct%20horse");
        await _guard.InvokeAsync(_writes[Shown], _next);
        if (_writes[Shown].Response.StatusCode != StatusCodes.Status200OK)
            throw new InvalidOperationException($"{Shown} is not let through");
    }

    [GlobalCleanup]
    public async Task Close() => await _store.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task NobodyIsAsked() => _open.InvokeAsync(_writes[Shown], _next);

    [Benchmark]
    public Task EverybodyIsAsked() => _guard.InvokeAsync(_writes[Shown], _next);

    private static DefaultHttpContext Write(string? authorization, string query = "?db=telegraf")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = "/write";
        context.Request.QueryString = new QueryString(query);
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        if (authorization is not null)
            context.Request.Headers.Authorization = authorization;
        context.SetEndpoint(new Endpoint(static _ => Task.CompletedTask, new EndpointMetadataCollection(Door.Write), "write"));
        return context;
    }
}
