using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>A disk without any room: what comes is refused with the reason, and taken again by itself when there is room.</summary>
internal sealed class FullVolume : IAttack
{
    public async Task RunAsync(ChaosServer server)
    {
        await server.DefineAsync(
            "full", "stream|from().measurement('full').groupBy('id')|alert().id('{{ .Tags.id }}').message('{{ .Fields.text }}').details('').crit(lambda: TRUE).topic('full')");
        server.Volume.Fill();
        var (text, number) = (new string('y', 500_000), 0);
        var writes = new List<Task<HttpStatusCode>>();
        await ChaosServer.UntilAsync(
            async () =>
            {
                // One that was taken is answered when it is stored: it is not waited for.
                var write = server.WriteAsync($"full,id={number} text=\"{text}\" {++number}000000000");
                writes.Add(write);
                return await Task.WhenAny(write, Task.Delay(200)) == write && await write == HttpStatusCode.ServiceUnavailable;
            },
            "the disk gets full and writes are refused");
        (await server.AttentionAsync()).Should().Contain(reason => reason == "the disk is full" || reason == "the journal cannot be written", "whichever has no room first refuses");

        // Not even a crash leaves a server behind that cannot go on.
        await server.CrashAsync();
        server.Volume.Free();
        await ChaosServer.UntilAsync(async () => await server.WriteAsync("full,id=late text=\"z\" 1") == HttpStatusCode.NoContent, "there is room again");
        await server.RemoveAsync("/kapacitor/v1/tasks/full");
        foreach (var write in writes)
            await write.ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
