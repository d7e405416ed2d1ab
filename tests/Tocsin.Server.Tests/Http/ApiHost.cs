using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Hosting;
using Tocsin.Server.Logging;
using Tocsin.Server.Reloading;
using Microsoft.Extensions.Logging;

namespace Tocsin.Server.Tests.Http;

/// <summary>The API of an engine in memory, on a port of its own.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly AlertEngine _engine;
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private ApiHost(AlertEngine engine, WebApplication app)
    {
        _engine = engine;
        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(); // Kestrel has it.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address.Replace("0.0.0.0", "127.0.0.1")) };
    }

    public AlertEngine Engine => _engine;

    /// <summary>Where the API listens, with a slash at the end.</summary>
    public Uri Address => _http.BaseAddress!; // The constructor sets it.

    /// <summary>The routes of the server, but for the answer to what is none.</summary>
    public IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText != "{*path}");

    /// <summary>Takes what the engine and the API log, and shows it to those who follow the log.</summary>
    internal LineLoggerProvider Logs { get; private init; } = NewLogs();

    public static async Task<ApiHost> StartAsync(EngineSettings? settings = null, HttpOptions? options = null, IPAddress? address = null, ConfigFile? config = null)
    {
        var logs = NewLogs();
        var file = config ?? ConfigFile.Default with { Options = new ServerOptions { Http = options ?? new HttpOptions() } };
        var engine = new AlertEngine((settings ?? new EngineSettings { Services = file.Sections }) with { LoggerFactory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)) });
        await engine.StartAsync();
        var live = new LiveSetting<ServerOptions>(file.Options);
        var parts = new ServerParts
        {
            Logs = logs,
            Options = live,
            Configuration = new ConfigReload(null, file, engine, live, _ => { }, TimeProvider.System, new ConfigOverrides(engine.Store.LoadOverrides())),
        };
        var app = HttpServer.Build(engine, new IPEndPoint(address ?? IPAddress.Loopback, 0), parts);
        await app.StartAsync();
        return new ApiHost(engine, app) { Logs = logs };
    }

    /// <summary>Sends a request to a path below <c>/kapacitor/v1</c>, or to the root with <c>//path</c>.</summary>
    public async Task<ApiReply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var content = body is null ? null : new StringContent(body);
        return await SendAsync(method, path, content, headers);
    }

    public async Task<ApiReply> SendAsync(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var uri = new Uri(path.StartsWith("//", StringComparison.Ordinal) ? path[1..] : "/kapacitor/v1" + path, UriKind.Relative);
        using var request = new HttpRequestMessage(new HttpMethod(method), uri) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var all = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiReply((int)response.StatusCode, all, bytes);
    }

    /// <summary>Sends a request that clients would tidy up.</summary>
    /// <param name="line">The first line of the request.</param>
    /// <returns>The answer as it came.</returns>
    public async Task<string> SendRawAsync(string line)
    {
        using var client = new TcpClient(Address.Host, Address.Port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }

    /// <summary>Defines a task over <c>db.rp</c>.</summary>
    public Task<ApiReply> DefineAsync(string id, string script, string status = "disabled", params (string Name, string Value)[] headers) =>
        SendAsync("POST", "/tasks", JsonSerializer.Serialize(new { id, script, status, dbrps = new[] { new { db = "db", rp = "rp" } } }), headers);

    public Task<ApiReply> WriteAsync(string lines) => SendAsync("POST", "/write?db=db&rp=rp", lines);

    /// <summary>The status of an answer that may have no end.</summary>
    public async Task<int> StatusOfAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)response.StatusCode;
    }

    /// <summary>Begins to read an answer that has no end.</summary>
    public async Task<StreamReader> FollowAsync(string path, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
        Logs.Dispose();
    }

    private static LineLoggerProvider NewLogs() => new(new LogTarget(TextWriter.Null, IsFile: false), LogLevel.Information, TimeProvider.System);
}
