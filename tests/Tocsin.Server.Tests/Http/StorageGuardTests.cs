
namespace Tocsin.Server.Tests.Http;

public sealed class StorageGuardTests
{
    [Fact]
    public async Task While_the_disk_is_full_changes_are_refused_and_what_was_accepted_is_kept()
    {
        await using var api = await ApiHost.StartAsync();
        await api.DefineAsync("t", "stream|from().measurement('m').groupBy('id')|alert().id('{{ .Tags.id }}').crit(lambda: \"v\" > 1).topic('sys')", "enabled");
        api.Engine.Store.LimitTo(1);

        // Its alerts wait to be on disk, and it is not acknowledged.
        var first = await api.WriteAsync(string.Join('\n', Enumerable.Range(0, 500).Select(i => $"m,id={i} v=5 1000000000")));
        (first.Status, first.Headers["Retry-After"]).Should().Be((503, "5"));

        var write = await api.WriteAsync("m,id=late v=5 1000000000");
        (write.Status, write.Headers["Retry-After"]).Should().Be((503, "5"));
        write.Error.Should().StartWith("The disk of the state file").And.EndWith("is full: nothing more is taken until there is room again, and nothing that was taken is lost. Free some space.").And.Be(first.Error);
        (await api.DefineAsync("other", "stream|from()")).Status.Should().Be(503);
        (await api.SendAsync("DELETE", "/tasks/t")).Status.Should().Be(503);
        (await api.SendAsync("DELETE", "/recordings/large")).Status.Should().Be(204, "that may make room");
        var status = await api.SendAsync("GET", "//tocsin/v1/status");
        (status.At("attention.0"), status.At("server.storage-error")).Should().Be(("state cannot be written", write.Error));
        status.At("server.storage.reserve-used").Should().Be("False", "what is kept in memory has none");

        api.Engine.Store.LimitTo(0);
        await Until.True(() => api.Engine.StorageStatus.Failure is null);
        (await api.SendAsync("GET", "//tocsin/v1/status")).At("topics.0.events.critical").Should().Be("500");
        (await api.WriteAsync("m,id=late v=5 1000000000")).Status.Should().Be(204);
    }
}
