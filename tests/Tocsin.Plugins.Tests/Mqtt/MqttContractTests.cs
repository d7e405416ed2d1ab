using System.Net;
using System.Net.Sockets;
using Tocsin.Plugins.Mqtt;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Mqtt;

public sealed class MqttContractTests : DeliveryContract
{
    protected override async Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        if (side == OtherSide.Well)
        {
            var broker = await BrokerStand.StartAsync();
            return SubjectAt(broker.Port) with { ArrivedAsync = () => Task.FromResult(string.Concat(broker.Messages)), CloseAsync = broker.DisposeAsync };
        }

        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var subject = SubjectAt(((IPEndPoint)listener.LocalEndpoint).Port);
        if (side == OtherSide.Gone)
        {
            listener.Dispose();
            return subject;
        }

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = ServeAsync(listener, side == OtherSide.Garbled, reached);
        return subject with
        {
            Reached = reached.Task,
            CloseAsync = async () =>
            {
                listener.Dispose();
                await serving;
            },
        };
    }

    private static DeliverySubject SubjectAt(int port)
    {
        var options = new MqttOptions { Topic = "alerts", Qos = MqttQos.AtLeastOnce };
        var settings = new MqttSettings { Enabled = true, Url = new Uri($"tcp://127.0.0.1:{port}"), Username = "tocsin", Password = "s3cret-word" };
        return new DeliverySubject(new MqttHandler(options, settings, new HandlerContext(), TimeProvider.System), options, settings);
    }

    private static async Task ServeAsync(TcpListener listener, bool isGarbled, TaskCompletionSource reached)
    {
        var clients = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                clients.Add(client);
                reached.TrySetResult();
                if (!isGarbled)
                    continue;
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
