namespace Tocsin.Server.Tests.Http;

public sealed class SideloadApiTests
{
    [Fact]
    public async Task Values_are_loaded_again_and_what_cannot_be_is_told()
    {
        using var folder = new TempFolder();
        folder.Write("a.yml", "limit: 1\n");
        await using var host = await ApiHost.StartAsync();
        await host.DefineAsync("t", $"stream|from()|sideload().source('file://{folder.Path}').order('a.yml').field('limit', 9)|httpOut('now')", "enabled");

        folder.Write("a.yml", "limit: 2\n");
        (await host.SendAsync("POST", "/sideload/reload")).Status.Should().Be(204);
        await host.WriteAsync("m v=1 1");
        (await host.SendAsync("GET", "/tasks/t/now")).Text.Should().Contain("[\"1970-01-01T00:00:00.000000001Z\",2,1]");

        folder.Write("a.yml", "limit: [\n");
        var refused = await host.SendAsync("POST", "/sideload/reload");
        refused.Status.Should().Be(500);
        refused.Text.Should().Contain("failed to update sideload cache for source").And.Contain("a.yml:");
        await host.WriteAsync("m v=1 2");
        (await host.SendAsync("GET", "/tasks/t/now")).Text.Should().Contain(",2,1]");
    }
}
