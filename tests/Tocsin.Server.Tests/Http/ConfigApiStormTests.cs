using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Tests.Http;

/// <summary>Requests that set, give back, add, take away and read at once: each is answered as it would be alone.</summary>
public sealed class ConfigApiStormTests
{
    private const int Clients = 4;
    private const int RequestsOfEach = 150;

    private static readonly string[] Values =
    [
        "1", "-1", "0", "1.5", "1e999", "-1e999", "9223372036854775807", "18446744073709551616", "true", "null", "\"\"", "\"x\"", "\"10s\"", "\"-1s\"", "\"9999999h\"", "\"http://127.0.0.1:1/\"",
        "\"//\"", "\"http://[\"", "\"127.0.0.1:0\"", "\":-1\"", "[]", "[\"a\"]", "[\"a\",\"a\"]", "[1e999]", "[null]", "[{}]", "{}", "{\"a\":\"b\"}", "{\"a\":1e999}", "{\"A\":1,\"a\":2}", "\"\\u0000\"",
        "\"{{ .\"", "\"${env:A}\"", "\"a\\nb\"", "\"é\"",
    ];

    [Fact]
    public async Task No_request_ends_in_an_error_of_the_server()
    {
        var file = ConfigFile.Parse("tocsin.yaml", "httppost:\n  - {endpoint: e, url: \"http://127.0.0.1:1/\", headers: {Authorization: s}}\nstatic-discovery:\n  - {id: d, targets: [\"127.0.0.1:1\"]}\n", _ => null);
        await using var host = await ApiHost.StartAsync(config: file);
        var sections = JsonNode.Parse((await host.SendAsync("GET", "/config")).Text)!["sections"]!.AsObject(); // It is there.
        var places = sections.SelectMany(section => section.Value!["elements"]!.AsArray().Select(element => (
            Section: section.Key,
            Path: element!["link"]!["href"]!.GetValue<string>()["/kapacitor/v1".Length..],
            Options: element["options"]!.AsObject().Select(option => option.Key).ToArray()))).Where(place => place.Options.Length > 0).ToArray();

        var broken = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => StormAsync(host, places, new Random(client)))));

        broken.SelectMany(lines => lines).Should().BeEmpty();
    }

    private static async Task<List<string>> StormAsync(ApiHost host, (string Section, string Path, string[] Options)[] places, Random random)
    {
        var broken = new List<string>();
        for (var i = 0; i < RequestsOfEach; i++)
        {
            var place = Any(places);
            var option = Any(place.Options);
            var name = random.Next(5).ToString(CultureInfo.InvariantCulture);
            var (method, path, body) = random.Next(8) switch
            {
                0 => ("GET", "/config", null),
                1 => ("GET", place.Path, null),
                2 => ("POST", place.Path, $$"""{"delete":[{{JsonSerializer.Serialize(option)}}]}"""),
                3 => ("POST", $"/config/{place.Section}", $$$"""{"add":{"endpoint":"{{{name}}}","name":"{{{name}}}","id":"{{{name}}}","workspace":"{{{name}}}",{{{JsonSerializer.Serialize(option)}}}:{{{Any(Values)}}}}}"""),
                4 => ("POST", $"/config/{place.Section}", $$"""{"remove":["{{name}}"]}"""),
                _ => ("POST", place.Path, (string?)$$$"""{"set":{{{{JsonSerializer.Serialize(option)}}}:{{{Any(Values)}}}}}"""),
            };
            var reply = await host.SendAsync(method, path, body, ("X-Forwarded-For", "192.0.2.1"));

            // A listener that cannot be opened is no reason to refuse what is kept already.
            if (reply.Status >= 500 && !reply.Text.Contains("applied, except for", StringComparison.Ordinal))
                broken.Add($"{method} {path} {body}: {reply.Status} {reply.Text}");
        }

        return broken;

        T Any<T>(T[] all) => all[random.Next(all.Length)];
    }
}
