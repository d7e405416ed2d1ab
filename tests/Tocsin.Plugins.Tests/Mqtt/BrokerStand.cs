using System.Net;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Tocsin.Plugins.Tests.Mqtt;

/// <summary>A broker on a free port, which keeps what is published.</summary>
internal sealed class BrokerStand : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<string> _messages = [];
    private readonly List<string> _clients = [];
    private readonly MqttServer _server;
    private readonly MqttConnectReasonCode _answer;

    private BrokerStand(int port, MqttConnectReasonCode answer)
    {
        Port = port;
        _answer = answer;
        _server = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
                .WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(port).Build());
        _server.ValidatingConnectionAsync += ValidateAsync;
        _server.InterceptingPublishAsync += TakeAsync;
    }

    public int Port { get; }

    /// <summary>What came: <c>topic qos retained text</c>.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    /// <summary>Who connected: <c>id user password</c>.</summary>
    public IReadOnlyList<string> Clients
    {
        get
        {
            lock (_gate)
                return [.. _clients];
        }
    }

    public static async Task<BrokerStand> StartAsync(MqttConnectReasonCode answer = MqttConnectReasonCode.Success)
    {
        // The library takes no port 0.
        for (var left = 20; ; left--)
        {
            var stand = new BrokerStand(FreePort(), answer);
            try
            {
                await stand._server.StartAsync();
                return stand;
            }
            catch (System.Net.Sockets.SocketException) when (left > 0)
            {
                await stand.DisposeAsync();
            }
        }
    }

    /// <summary>Throws all clients out.</summary>
    public async Task DisconnectAllAsync()
    {
        foreach (var client in await _server.GetClientsAsync())
            await _server.DisconnectClientAsync(client.Id, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.AdministrativeAction });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted)
            await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task ValidateAsync(ValidatingConnectionEventArgs client)
    {
        client.ReasonCode = _answer;
        lock (_gate)
            _clients.Add($"{client.ClientId} {client.UserName} {client.Password}");
        return Task.CompletedTask;
    }

    private Task TakeAsync(InterceptingPublishEventArgs published)
    {
        var message = published.ApplicationMessage;
        lock (_gate)
            _messages.Add($"{message.Topic} {(int)message.QualityOfServiceLevel} {message.Retain} {Encoding.UTF8.GetString(message.Payload)}");
        return Task.CompletedTask;
    }
}
