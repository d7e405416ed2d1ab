using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Http.Streams;

public sealed class StreamApiTests : IAsyncLifetime
{
    private const string Path = "/tocsin/v1/stream";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        Raise("a", AlertLevel.Critical);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Who_comes_gets_all_and_then_what_changes()
    {
        using var stream = await _api.FollowAsync(Path);
        var (id, name, first) = await NextAsync(stream);
        (name, first.GetProperty("alerts")[0].GetProperty("id").GetString(), first.GetProperty("summary").GetProperty("totals").GetProperty("critical").GetInt32()).Should().Be(("snapshot", "a", 1));

        Raise("b", AlertLevel.Warning);
        Raise("a", AlertLevel.Ok);
        var (later, changes, gone) = (id, new List<string>(), new List<string>());
        while (changes.Count == 0 || gone.Count == 0)
        {
            (later, name, var news) = await NextAsync(stream);
            name.Should().Be("changes");
            changes.AddRange(news.GetProperty("changed").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()!));
            gone.AddRange(news.GetProperty("gone").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()!));
        }

        (string.Join(' ', changes.Distinct()), string.Join(' ', gone.Distinct())).Should().Be(("b", "a"));
        later.Should().NotBe(id);
    }

    [Fact]
    public async Task Who_comes_back_gets_what_changed_meanwhile_and_with_a_strange_number_all()
    {
        string id;
        using (var stream = await _api.FollowAsync(Path))
            (id, _, _) = await NextAsync(stream);
        Raise("b", AlertLevel.Info);

        var (_, name, news) = await FirstAsync(id);
        (name, news.GetProperty("changed").GetArrayLength(), news.GetProperty("changed")[0].GetProperty("id").GetString()).Should().Be(("changes", 1, "b"));
        foreach (var strange in new[] { "", "x", "00000000-1", id + "0", id.Split('-')[0] + "--1" })
            (await FirstAsync(strange)).Name.Should().Be("snapshot", "of {0} nothing is known", strange);
    }

    [Fact]
    public async Task A_silence_is_heard_of_at_once_as_it_changes_what_is_shown()
    {
        using var stream = await _api.FollowAsync(Path);
        await NextAsync(stream);

        await _api.SendAsync("POST", "//tocsin/v1/silences", """{"matchers":["alert_id=a"],"until":"2999-01-01T00:00:00Z","by":"dana"}""");

        var (_, name, news) = await NextAsync(stream);
        (name, news.GetProperty("alerts")[0].GetProperty("silenced")[0].GetProperty("by").GetString()).Should().Be(("snapshot", "dana"));
    }

    [Fact]
    public async Task Many_changes_at_once_are_one_picture_and_no_backlog()
    {
        using var stream = await _api.FollowAsync(Path);
        await NextAsync(stream);

        for (var i = 0; i < 1000; i++)
            Raise($"flood{i}", AlertLevel.Critical);

        var news = await NextAsync(stream);
        while (news.Data.GetProperty("summary").GetProperty("totals").GetProperty("critical").GetInt32() < 1001)
            news = await NextAsync(stream);
        news.Name.Should().Be("snapshot");
        news.Data.GetProperty("alerts").GetArrayLength().Should().Be(60);
    }

    [Fact]
    public async Task When_nothing_happens_a_beat_says_that_the_server_is_there()
    {
        using var stream = await _api.FollowAsync(Path);
        await NextAsync(stream);

        (await NextAsync(stream)).Name.Should().Be("beat");
    }

    private async Task<(string Id, string Name, JsonElement Data)> FirstAsync(string last)
    {
        using var http = new HttpClient { BaseAddress = _api.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await reply.Content.ReadAsStreamAsync());
        return await NextAsync(stream);
    }

    private static async Task<(string Id, string Name, JsonElement Data)> NextAsync(StreamReader stream)
    {
        var (id, name) = ("", "");
        while (await stream.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (id, name, JsonSerializer.Deserialize<JsonElement>(line[6..]));
        }

        throw new InvalidOperationException("the stream ended");
    }

    private void Raise(string id, AlertLevel level) => _api.Engine.Alerts.Topics.Publish("t", new AlertEvent { Topic = "t", Id = id, Level = level, UnixNanoseconds = 1_577_836_860_000_000_000 });
}
