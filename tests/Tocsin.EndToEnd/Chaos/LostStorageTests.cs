using System.Diagnostics;
using System.Net;
using System.Text;

namespace Tocsin.EndToEnd.Chaos;

/// <summary>A disk without room and state that is gone, met by single requests: each is answered soon, with what is wrong.</summary>
public sealed class LostStorageTests
{
    private const string Script = "stream|from().measurement('m').groupBy('id')|alert().id('{{ .Tags.id }}').message('{{ .Fields.text }}').details('').crit(lambda: TRUE).topic('t')";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [VolumeFact]
    public async Task On_a_full_disk_a_write_is_answered_soon_and_taken_again_when_there_is_room()
    {
        using var server = new ChaosServer();
        await server.StartAsync();
        await server.DefineAsync("t", Script);
        server.Volume.Fill();

        var text = new string('y', 500_000);
        HttpStatusCode status;
        string body;
        var number = 0;
        do
        {
            var clock = Stopwatch.StartNew();
            (status, body) = await server.SendAsync(HttpMethod.Post, "/write?db=chaos&rp=rp", Encoding.UTF8.GetBytes($"m,id=a{++number} text=\"{text}\" {number}000000000"));
            clock.Elapsed.Should().BeLessThan(Soon);
        }
        while (status == HttpStatusCode.NoContent && number < 500);

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        body.Should().MatchRegex("(The disk of the state file.*Free some space|The journal cannot keep what is written.*Make room on its disk)", "whichever of the two has no room first refuses it");

        server.Volume.Free();
        await ChaosServer.UntilAsync(async () => await server.WriteAsync("m,id=b text=\"z\" 1") == HttpStatusCode.NoContent, "there is room again");
    }

    [VolumeFact]
    public async Task When_the_data_folder_is_gone_all_that_changes_something_is_refused_soon_and_the_status_says_so()
    {
        using var server = new ChaosServer();
        await server.StartAsync();
        await server.DefineAsync("t", Script);
        (await server.WriteAsync("m,id=a text=\"z\" 1")).Should().Be(HttpStatusCode.NoContent);

        Directory.Delete(server.DataFolder, recursive: true);

        var clock = Stopwatch.StartNew();
        var (status, body) = await server.SendAsync(HttpMethod.Post, "/write?db=chaos&rp=rp", "m,id=b text=\"z\" 1"u8.ToArray());
        var (defined, _) = await server.SendAsync(HttpMethod.Post, "/kapacitor/v1/tasks", "{}"u8.ToArray());
        clock.Elapsed.Should().BeLessThan(Soon);
        (status, defined).Should().Be((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable));
        body.Should().Contain("was removed or replaced while the server used it");
        (await server.AttentionAsync()).Should().Contain("state cannot be written");
        server.Process.IsAlive.Should().BeTrue();
    }
}
