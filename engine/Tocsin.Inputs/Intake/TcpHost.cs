using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tocsin.Inputs.Intake;

/// <summary>Listens to TCP. Each connection is looked at by the input, which reads it itself or leaves it to HTTP.</summary>
internal sealed class TcpHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private TcpHost(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    /// <param name="address">Host and port.</param>
    /// <param name="services">Limits and logs.</param>
    /// <param name="counts">Is told of connections.</param>
    /// <param name="serve">Reads a connection to its end; what it is given besides goes on with it as HTTP.</param>
    /// <param name="http">Answers requests; null when there are none.</param>
    /// <param name="certificate">For TLS; null for none.</param>
    /// <exception cref="InputException">The address cannot be listened on.</exception>
    public static async Task<TcpHost> OpenAsync(
        string address, InputServices services, InputCounts counts, Func<ConnectionContext, Func<Task>, Task> serve, RequestDelegate? http = null, X509Certificate2? certificate = null)
    {
        var endpoint = BindAddress.Parse(address);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Patience);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = services.MostBodyBytes;
            kestrel.Listen(endpoint, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listener.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate });
                listener.Use(next => connection => ServeAsync(connection, services, counts, serve, () => next(connection)));
            });
        });
        var app = builder.Build();
        app.Run(http ?? (context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }));
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw Datagrams.CannotListen(address, problem.InnerException?.Message ?? problem.Message, problem);
        }

        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? address;
        return new TcpHost(app, bound[(bound.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 ? slashes + 2 : 0)..]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task ServeAsync(
        ConnectionContext connection, InputServices services, InputCounts counts, Func<ConnectionContext, Func<Task>, Task> serve, Func<Task> http)
    {
        if (!counts.TryConnect(services.MostConnections))
        {
            connection.Abort();
            return;
        }

        try
        {
            await serve(connection, http).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException or ConnectionResetException)
        {
            // The sender went away.
        }
        finally
        {
            counts.Disconnect();
        }
    }

    // Signals are the server's: it closes its inputs itself.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
