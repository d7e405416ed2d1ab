using System.Net;
using System.Net.Sockets;
using Tocsin.Alerting.Handlers;
using Tocsin.Plugins.Kafka;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Kafka;

public sealed class KafkaContractTests : DeliveryContract
{
    // A message that is too long to be sent is refused at once; one that is not is ended by its time.
    protected override IReadOnlyList<OtherSide> Sides => [OtherSide.Well, OtherSide.Gone, OtherSide.Garbled];

    protected override Task<DeliverySubject> CreateAsync(OtherSide side)
    {
        if (side == OtherSide.Well)
        {
            var cluster = new MockCluster();
            var written = 0;
            return Task.FromResult(SubjectAt(cluster.Broker, alert =>
            {
                Interlocked.Increment(ref written);
                return AlertJson.WriteLine(alert);
            }) with
            {
                ArrivedAsync = () => Task.FromResult(System.Text.RegularExpressions.Regex.Unescape(string.Concat(cluster.Read("alerts", written)).Replace("\\u003c", "<"))),
                CloseAsync = () =>
                {
                    cluster.Dispose();
                    return ValueTask.CompletedTask;
                },
            });
        }

        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var subject = SubjectAt($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", AlertJson.WriteLine);
        if (side == OtherSide.Gone)
        {
            listener.Dispose();
            return Task.FromResult(subject);
        }

        var serving = ServeAsync(listener);
        return Task.FromResult(subject with
        {
            CloseAsync = async () =>
            {
                listener.Dispose();
                await serving;
            },
        });
    }

    private static DeliverySubject SubjectAt(string broker, Func<AlertEvent, ReadOnlyMemory<byte>> json)
    {
        var options = new KafkaOptions { Topic = "alerts" };
        var settings = new KafkaSettings
        {
            Enabled = true, Brokers = [broker], Timeout = TimeSpan.FromSeconds(1), SaslPassword = "s3cret-word", SaslAccessToken = "t0ken-secret", SaslOauthClientSecret = "cl1ent-secret",
        };
        return new DeliverySubject(new KafkaHandler(options, settings, new HandlerContext { EventJson = json }), options, settings);
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
