using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using MQTTnet;
using Tocsin.EndToEnd.Senders;

namespace Tocsin.EndToEnd.Receivers;

/// <summary>The broker Mosquitto, as it is installed, takes messages of alerts, and is missed while it is away.</summary>
public sealed class MosquittoTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();

    [ProgramFact("mosquitto", "apt-get install --no-install-recommends mosquitto")]
    public async Task Messages_of_alerts_arrive_and_wait_while_the_broker_is_away()
    {
        using var first = await ReceiverProcess.StartAsync("running", SocketType.Stream, Mosquitto);
        _folder.Write("tocsin.yaml", $"mqtt: {{ enabled: true, url: \"tcp://127.0.0.1:{first.Port}\" }}\ndelivery: {{ first-pause: 100ms, longest-pause: 500ms }}\n");
        _folder.Write("load/tasks/cpu.tick", """
            dbrp "db"."rp"
            stream
                |from()
                    .measurement('cpu')
                    .groupBy('host')
                |alert()
                    .crit(lambda: "idle" < 10)
                    .message('{{ index .Tags "host" }} is {{ .Level }}')
                    .mqtt('alerts/{{ index .Tags "host" }}')
                        .qos(1)
                        .retained(TRUE)
            """);
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");

        await WriteAsync(server, "cpu,host=web-07 idle=3i 1000000000");
        (await NextAsync(first.Port)).Should().Be("alerts/web-07 web-07 is CRITICAL");

        // The same port again: who takes it meanwhile would be another server of this machine.
        first.Dispose();
        await WriteAsync(server, "cpu,host=web-08 idle=3i 2000000000");
        using var second = await ReceiverProcess.StartAsync("running", SocketType.Stream, _ => Mosquitto(first.Port));
        (await NextAsync(first.Port)).Should().Be("alerts/web-08 web-08 is CRITICAL");
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    // The broker keeps the message for those who come later.
    private static async Task<string> NextAsync(int port)
    {
        var messages = new ConcurrentQueue<string>();
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += received =>
        {
            messages.Enqueue($"{received.ApplicationMessage.Topic} {Encoding.UTF8.GetString(received.ApplicationMessage.Payload)}");
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build());
        await client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter("alerts/#").Build());
        await Until.True(() => !messages.IsEmpty);
        return messages.First();
    }

    private ProcessStartInfo Mosquitto(int port)
    {
        _folder.Write("mosquitto.conf", $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest stderr\n");
        return new ProcessStartInfo("mosquitto") { WorkingDirectory = _folder.Path, ArgumentList = { "-c", "mosquitto.conf" } };
    }

    private async Task WriteAsync(TocsinProcess server, string line)
    {
        using var body = new StringContent(line);
        using var answer = await _http.PostAsync(new Uri($"{server.Url}/kapacitor/v1/write?db=db&rp=rp"), body);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync());
    }
}
