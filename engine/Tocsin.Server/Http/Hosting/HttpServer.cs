using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Alertmanager;
using Tocsin.Server.Http.Alerts;
using Tocsin.Server.Http.Backtests;
using Tocsin.Server.Http.Configuration;
using Tocsin.Server.Http.Deliveries;
using Tocsin.Server.Http.Descriptions;
using Tocsin.Server.Http.Drills;
using Tocsin.Server.Http.Editing;
using Tocsin.Server.Http.Logs;
using Tocsin.Server.Http.Monitoring;
using Tocsin.Server.Http.Pages;
using Tocsin.Server.Http.Plugins;
using Tocsin.Server.Http.Recordings;
using Tocsin.Server.Http.Reloading;
using Tocsin.Server.Http.Replays;
using Tocsin.Server.Http.ServiceTests;
using Tocsin.Server.Http.Sideloads;
using Tocsin.Server.Http.Silences;
using Tocsin.Server.Http.Sources;
using Tocsin.Server.Http.Statistics;
using Tocsin.Server.Http.Status;
using Tocsin.Server.Http.Storage;
using Tocsin.Server.Http.Streams;
using Tocsin.Server.Http.Subscriptions;
using Tocsin.Server.Http.Tasks;
using Tocsin.Server.Http.Templates;
using Tocsin.Server.Http.Topics;
using Tocsin.Server.Http.Users;
using Tocsin.Server.Http.Watching;
using Tocsin.Server.Http.Write;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Hosting;

/// <summary>The HTTP API of an engine.</summary>
internal static class HttpServer
{
    private const string ServiceName = "tocsin";

    private static readonly TimeSpan ReaderMayPause = TimeSpan.FromSeconds(10);

    /// <summary>Builds the web application; the caller starts and stops it.</summary>
    /// <param name="parts">What else there is; null for an engine alone.</param>
    public static WebApplication Build(AlertEngine engine, IPEndPoint address, ServerParts? parts = null)
    {
        var (logs, options, socket) = (parts?.Logs, (parts ?? new ServerParts()).Options, parts?.Socket);

        // Nothing but what is said here: no files and variables of the host, and no watch of the folder that the program was started in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        // Does nothing unless the system's own manager of services started the process.
        builder.Services.AddWindowsService(service => service.ServiceName = ServiceName);
        if (logs is not null)
            builder.Logging.AddProvider(logs);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Sign-ins that fail are told to whoever tries, and are no fault of the server.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Critical);
        // A server that cannot start is told by whoever started it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Current.Http.ShutdownTimeout);
        builder.Services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<Microsoft.AspNetCore.Routing.Constraints.RegexInlineRouteConstraint>("regex"));
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = ["application/json"];
        });
        builder.Services.AddSingleton(new RequestMemory(engine.Limits));
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionBlocks>();
        var http = options.Current.Http;
        var proxies = new TrustedProxies(http.TrustedProxies);
        var log = logs?.CreateLogger("tocsin.http") ?? NullLogger.Instance;
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => endpoint switch
        {
            IPEndPoint when socket is not null => socket,
            UnixDomainSocketEndPoint path => UnixSocket.Bind(path),
            _ => SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint),
        });
        if (http.HttpsEnabled)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Bodies are counted where they are read, as they are unpacked there.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = engine.Limits.SlowestReader > 0 ? new MinDataRate(engine.Limits.SlowestReader, ReaderMayPause) : null;
            kestrel.Limits.MaxConcurrentConnections = http.MaxConnectionLimit > 0 ? http.MaxConnectionLimit : null;
            var tls = http.HttpsEnabled ? new LiveTls(options, log) : null;
            kestrel.Listen(address, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                if (http.ConnectionsPerMachine > 0)
                    listener.Use(new MachineConnections(http.ConnectionsPerMachine, proxies, log).Limit);
                if (tls is not null)
                    listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = tls.OptionsForAsync });
            });
            if (http.BindSocket.Length > 0)
                {
                kestrel.ListenUnixSocket(http.BindSocket, listener =>
                {
                    listener.Protocols = HttpProtocols.Http1;
                    listener.Use(RemoteMachine.MarkSocket);
                });
            }
        });

        var access = parts?.Access ?? new ServerAccess(
            engine.Store, http, engine.Time, engine.StorageStatus.Folder, log, options.Current.Oidc.IsUsed() ? new OidcProvider(options.Current.Oidc, engine.Time, log) : null);
        var oidc = new OidcSignIn(access.Provider, access.Sessions);
        oidc.AddTo(builder.Services);
        var app = builder.Build();
        proxies.Use(app);
        if (logs is not null)
            app.UseMiddleware<RequestLog>(options);
        app.UseWebSockets();
        var audit = parts?.Audit ?? new AuditTrail(engine.Store, engine.Time, http.AuditRows);
        app.UseApi(engine.Time, new OriginGuard(http.AllowedOrigins, http.AllowedHosts, address.Address, engine.Hostname), new AccessGuard(access, audit, new CallerRate(http.RequestsPerSecond, engine.Time)));
        app.Use((context, next) =>
        {
            StorageGuard.Check(context, engine);
            return next(context);
        });
        var routes = app.MapGroup("");
        ((IEndpointConventionBuilder)routes).Add(RouteDoors.Hang);
        new IngestEndpoint(engine).Map(app, routes);
        var write = RequestTrace.Around("write", context => WriteEndpoint.HandleAsync(context, engine.Writer));
        routes.MapPost(RouteTable.Write, write);
        routes.MapPost(RouteTable.WriteV2, RequestTrace.Around("write", context => WriteV2Endpoint.HandleAsync(context, engine.Writer)));
        routes.MapMethods(RouteTable.Ping, ["GET", "HEAD"], PingEndpoint.HandleAsync);
        routes.MapMethods(RouteTable.Query, ["GET", "POST"], new QueryEndpoint(engine.Tasks).HandleAsync);
        new PagesApi().Map(routes);
        new MetricsApi(engine).Map(routes);
        new HealthApi(engine).Map(routes);
        new AlertmanagerApi(engine).Map(routes);
        var api = routes.MapGroup(RouteTable.Base);
        api.MapPost("/write", write);
        api.MapMethods("/ping", ["GET", "HEAD"], (RequestDelegate)PingAsync);
        var guard = new DefinitionGuard(engine, options);
        new SubscriptionsApi(engine.Subscriptions).Map(api);
        new TasksApi(engine.Tasks, engine.Running, engine.Replays, guard, engine.Checks, engine.Extensions).Map(api);
        new TemplatesApi(engine.Templates, engine.Tasks, guard, engine.Checks, engine.Extensions).Map(api);
        new TopicsApi(engine.Alerts, engine.Extensions, guard, engine.Checks).Map(api);
        RoutesApi.Map(app, api);
        new LogsApi(logs).Map(routes, api);
        new VarsApi(engine).Map(api);
        new SideloadApi(engine.Sideloads).Map(api);
        new StorageApi(engine, http.RemoteBackups).Map(api);
        new ServiceTestsApi(engine.Alerts.Tests, new InfluxServiceTest(engine.Influx), guard).Map(api);
        var config = new ConfigApi(parts?.Configuration, options);
        config.Map(api);
        new RecordingsApi(engine.Recordings, engine.Time).Map(api);
        new ReplaysApi(engine.Replays, engine.Time).Map(api);
        var own = routes.MapGroup(RouteTable.OwnBase);
        new DeliveriesApi(engine.Alerts).Map(own);
        new LedgerApi(engine).Map(own);
        new StatusApi(engine, parts?.Reloader, parts?.Openness ?? "", parts?.Pool ?? (static () => null)).Map(own);
        new ReloadApi(parts?.Reloader).Map(own);
        new AlertsApi(engine.Alerts, engine.Time).Map(own);
        new SilencesApi(engine.Alerts.Silences, engine.Time).Map(own);
        new TaskDiffApi(engine).Map(own);
        new BacktestApi(engine, guard, () => parts?.Configuration?.Applied ?? ConfigFile.Default with { Options = options.Current }).Map(own);
        new DrillScheduleApi(engine.Drills).Map(own);
        new ExplainApi(engine.Alerts, engine.Blind, engine.Time).Map(own);
        new DetailsApi(engine.Alerts).Map(own);
        new NoiseApi(engine.Alerts, engine.Time).Map(own);
        new StreamApi(engine, log).Map(own);
        new WatchApi(engine.Tasks, engine.Running, engine.Alerts, engine.Time).Map(own);
        new DrillsApi(engine).Map(own);
        new OpenApiApi().Map(own);
        new SchemaApi(engine.Series).Map(own);
        new LspApi(engine).Map(own);
        new TopicImportApi(engine.Alerts.Topics).Map(own);
        config.MapOwn(own);
        new PluginsApi(engine).Map(own);
        new SourcesApi(engine.Sources, guard, engine.Checks).Map(own);
        new QuarantineApi(engine.Quarantine, engine.Intake).Map(own);
        new UsersApi(access.Users).Map(own);
        new TokensApi(access.Tokens, engine.Time).Map(own);
        new SessionApi(access).Map(own);
        oidc.Map(app, own);
        new AuditApi(audit).Map(own);
        return app;
    }

    private static Task PingAsync(HttpContext context)
    {
        ApiAnswer.Empty(context);
        return Task.CompletedTask;
    }
}
