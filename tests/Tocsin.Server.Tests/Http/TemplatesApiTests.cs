namespace Tocsin.Server.Tests.Http;

public sealed class TemplatesApiTests : IAsyncLifetime
{
    private const string Template = """{"id":"tp","type":"stream","script":"// limit\nvar crit = 1.0\nstream|from().measurement('m')|alert().crit(lambda: \"v\" > crit)"}""";
    private const string Task = """{"id":"t","template-id":"tp","status":"enabled","dbrps":[{"db":"d","rp":"r"}],"vars":{"crit":{"type":"float","value":5}}}""";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_template_is_defined_shown_listed_and_deleted_and_its_tasks_go_on()
    {
        var made = await _api.SendAsync("POST", "/templates", Template);
        made.Status.Should().Be(200);
        (made.At("vars.crit.value"), made.At("vars.crit.description")).Should().Be(("1", "limit"));
        (await _api.SendAsync("POST", "/templates", Template)).Error.Should().Be("template tp already exists");
        (await _api.SendAsync("POST", "/tasks", Task)).At("vars.crit.value").Should().Be("5");
        (await _api.SendAsync("GET", "/templates?fields=type")).At("templates.0.type").Should().Be("stream");
        (await _api.SendAsync("GET", "/templates/tp?script-format=raw")).At("script").Should().StartWith("// limit\nvar crit = 1.0\nstream|from()");

        (await _api.SendAsync("DELETE", "/templates/tp")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/templates/tp")).Error.Should().Be("there is no template 'tp': 'tocsin list templates' shows those there are");
        (await _api.SendAsync("PATCH", "/templates/tp", "{}")).Error.Should().Be("template does not exist, cannot update");
        (await _api.SendAsync("GET", "/tasks/t")).At("executing").Should().Be("True");
    }

    [Fact]
    public async Task A_change_of_what_somebody_else_changed_meanwhile_changes_nothing()
    {
        var seen = (await _api.SendAsync("POST", "/templates", Template)).Headers["ETag"];
        await _api.SendAsync("PATCH", "/templates/tp", """{"script":"var crit = 2.0\nstream|from().measurement('theirs')|alert().crit(lambda: \"v\" > crit)"}""");

        var late = await _api.SendAsync("PATCH", "/templates/tp", """{"script":"var crit = 3.0\nstream|from().measurement('mine')|alert().crit(lambda: \"v\" > crit)"}""", ("If-Match", seen));

        late.Status.Should().Be(412);
        late.Error.Should().Be("template tp was changed by somebody else meanwhile: nothing was saved; read it again and change what it says now");
        (await _api.SendAsync("GET", "/templates/tp")).At("script").Should().Contain("'theirs'");
    }

    [Fact]
    public async Task A_change_reaches_the_tasks()
    {
        await _api.SendAsync("POST", "/templates", Template);
        await _api.SendAsync("POST", "/tasks", Task);

        await _api.SendAsync("PATCH", "/templates/tp", """{"id":"tq","script":"var crit = 2.0\nstream|from().measurement('new')|alert().crit(lambda: \"v\" > crit)"}""");

        var task = await _api.SendAsync("GET", "/tasks/t");
        (task.At("template-id"), task.At("executing")).Should().Be(("tq", "True"));
        task.At("script").Should().Contain("'new'");
    }

    [Theory]
    [InlineData("var crit = 'text'\\nstream|from()|alert().crit(lambda: \\\"v\\\" == crit)")]
    [InlineData("var crit = 1.0\\nstream|from()|alert().crit(lambda: \\\"v\\\" > crit)|httpPost().endpoint('nowhere')")]
    public async Task A_change_that_a_task_cannot_take_changes_nothing(string script)
    {
        await _api.SendAsync("POST", "/templates", Template);
        await _api.SendAsync("POST", "/tasks", Task);

        var reply = await _api.SendAsync("PATCH", "/templates/tp", $$"""{"script":"{{script}}"}""");

        reply.Status.Should().Be(500);
        reply.Error.Should().StartWith("task t cannot ");
        (await _api.SendAsync("GET", "/templates/tp")).At("script").Should().Contain("measurement('m')");
        var task = await _api.SendAsync("GET", "/tasks/t");
        (task.At("executing"), task.At("error")).Should().Be(("True", ""));
        task.At("script").Should().Contain("measurement('m')");
    }

    [Theory]
    [InlineData("""{"id":"x y","script":"stream|from()"}""", "template ID must contain only letters")]
    [InlineData("""{"id":"x","script":"stream|"}""", "line 1 char")]
    [InlineData("x", "invalid JSON")]
    public async Task A_bad_template_is_refused(string body, string error)
    {
        var reply = await _api.SendAsync("POST", "/templates", body);

        reply.Status.Should().Be(400);
        reply.Error.Should().Contain(error);
    }
}
