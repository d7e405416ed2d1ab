namespace Tocsin.Server.Tests.Http;

public sealed class TasksApiTests : IAsyncLifetime
{
    private const string Script = "stream\n    |from()\n        .measurement('m')\n        .groupBy('h')\n    |httpOut('out')\n";

    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_task_is_defined_shown_changed_listed_and_deleted()
    {
        var made = await _api.DefineAsync("t", Script);
        made.Status.Should().Be(200);
        made.Json.EnumerateObject().Select(property => property.Name).Should().Equal(
            "link", "id", "template-id", "type", "dbrps", "script", "vars", "dot", "status", "executing", "error", "stats", "created", "modified", "last-enabled");
        made.At("link.href").Should().Be("/kapacitor/v1/tasks/t");
        made.At("dot").Should().Be("digraph t {\nstream0 -> from1;\nfrom1 -> http_out2;\n}");
        made.At("last-enabled").Should().Be("0001-01-01T00:00:00Z");

        var changed = await _api.SendAsync("PATCH", "/tasks/t", """{"status":"enabled"}""");
        changed.At("executing").Should().Be("True");
        changed.At("dot").Should().StartWith("digraph t {\ngraph [throughput=\"0.00 points/s\"];\n\nstream0 [").And.EndWith(" ];\n}");

        var listed = await _api.SendAsync("GET", "/tasks?fields=status&pattern=t*");
        listed.Json.GetProperty("tasks")[0].EnumerateObject().Select(property => property.Name).Should().Equal("id", "link", "status");

        (await _api.SendAsync("DELETE", "/tasks/t")).Status.Should().Be(204);
        (await _api.SendAsync("DELETE", "/tasks/t")).Status.Should().Be(204);
        (await _api.SendAsync("GET", "/tasks/t")).Error.Should().Be("there is no task 't': 'tocsin list tasks' shows those there are");
    }

    [Fact]
    public async Task The_loops_of_a_task_are_shown_on_demand_with_what_keeps_it_on_one()
    {
        await _api.DefineAsync("t", Script);
        (await _api.SendAsync("GET", "/tasks/t?loops=true")).At("loops").Should().Be("{}", "it does not run");
        await _api.SendAsync("PATCH", "/tasks/t", """{"status":"enabled"}""");

        var shown = await _api.SendAsync("GET", "/tasks/t?loops=true");
        var listed = await _api.SendAsync("GET", "/tasks?fields=loops");

        shown.At("loops.count").Should().Be("1");
        shown.At("loops.reason").Should().Be("http_out2 (line 5 char 6) sees all groups together");
        listed.Json.GetProperty("tasks")[0].GetProperty("loops").GetProperty("limit").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task The_answer_to_a_change_says_which_nodes_keep_what_they_know()
    {
        const string Counting = "stream|from().measurement('m')|stateCount(lambda: \\\"v\\\" > {0})|window().periodCount(3).everyCount(3)|log()";
        await _api.DefineAsync("t", Counting.Replace("{0}", "1").Replace("\\\"", "\""));
        (await _api.SendAsync("GET", "/tasks/t?state=true")).At("state").Should().Be("{}", "it does not run");
        await _api.SendAsync("PATCH", "/tasks/t", """{"status":"enabled"}""");
        (await _api.SendAsync("GET", "/tasks/t?state=true")).At("state.bytes").Should().Be("0");

        var changed = await _api.SendAsync("PATCH", "/tasks/t?state=true", $$"""{"script":"{{Counting.Replace("{0}", "2")}}","status":"enabled"}""");

        var state = changed.Json.GetProperty("state");
        state.GetProperty("kept").EnumerateArray().Select(node => node.GetString()).Should().Equal("window3");
        state.GetProperty("started-over").EnumerateArray().Select(node => node.GetString()).Should().Equal("state_count2");
    }

    [Theory]
    [InlineData("nonsense", 400, "invalid JSON")]
    [InlineData("[]", 400, "invalid JSON: the body is not an object")]
    [InlineData("""{"id":"x","script":"stream|from()"}""", 400, "must specify dbrp")]
    [InlineData("""{"id":"x y","script":"stream|from()"}""", 400, "task ID must contain only letters")]
    [InlineData("""{"id":"x","script":"stream|nope()","dbrps":[{"db":"d","rp":"r"}]}""", 400, "line 1 char 8")]
    [InlineData("""{"id":"x","type":"streaming","script":"stream|from()","dbrps":[{"db":"d","rp":"r"}]}""", 400, "invalid JSON: type is stream or batch")]
    [InlineData("""{"id":"x","status":"shadow","script":"stream|from()","dbrps":[{"db":"d","rp":"r"}]}""", 400, "status shadow is for tasks whose ids end in '.shadow': 'cpu_alert.shadow' runs beside 'cpu_alert'")]
    [InlineData("""{"id":"x","status":"on","script":"stream|from()","dbrps":[{"db":"d","rp":"r"}]}""", 400, "invalid JSON: status is enabled, disabled or shadow")]
    [InlineData("""{"id":"x","template-id":"nope"}""", 400, "unknown template nope: err: no template exists")]
    [InlineData("""{"id":"x","dbrps":[{"db":"d","rp":"r"}]}""", 400, "must provide TICKscript")]
    [InlineData("""{"id":"x","script":"dbrp \"a\".\"b\" stream|from()","dbrps":[{"db":"d","rp":"r"}]}""", 400, "cannot specify dbrp in both")]
    [InlineData("""{"id":7}""", 400, "invalid JSON: id is a string, not 7")]
    public async Task A_bad_definition_is_refused(string body, int status, string error)
    {
        var reply = await _api.SendAsync("POST", "/tasks", body);

        reply.Status.Should().Be(status);
        reply.Error.Should().Contain(error);
        (await _api.SendAsync("GET", "/tasks")).At("tasks").Should().Be("[]");
    }

    [Fact]
    public async Task A_task_that_cannot_start_is_refused_with_its_place()
    {
        const string script = "stream|from()|httpPost().endpoint('nowhere')";
        var refused = await _api.DefineAsync("t", script, "enabled");
        (refused.Status, (await _api.SendAsync("GET", "/tasks/t")).Status).Should().Be((400, 404));
        refused.Error.Should().Be(
            "the task cannot start: http_post2: endpoint 'nowhere' does not exist: add it to httppost in the configuration at line 1 char 26 in \"ttpPost().endpoint('\"");
        refused.Text.Should().Contain("TS3540");

        // Disabled it is taken; it is refused when it is enabled, and runs when it is corrected.
        (await _api.DefineAsync("t", script, "disabled")).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", "/tasks/t", """{"status":"enabled"}""")).Status.Should().Be(400);
        (await _api.SendAsync("GET", "/tasks/t")).At("status").Should().Be("disabled");
        var corrected = await _api.SendAsync("PATCH", "/tasks/t", """{"script":"stream|from()|alert()","status":"enabled"}""");
        (corrected.Status, corrected.At("executing"), corrected.At("error")).Should().Be((200, "True", ""));
    }

    [Fact]
    public async Task Nobody_overwrites_what_they_did_not_see()
    {
        var seen = (await _api.DefineAsync("t", Script)).Headers["ETag"];
        var enabled = await _api.SendAsync("PATCH", "/tasks/t", """{"status":"enabled"}""", ("If-Match", seen));
        enabled.Status.Should().Be(200);
        enabled.Headers["ETag"].Should().Be(seen, "what stands in the task is the same");
        var theirs = await _api.SendAsync("PATCH", "/tasks/t", """{"script":"stream|from().measurement('theirs')"}""", ("If-Match", "W/" + seen));
        theirs.Headers["ETag"].Should().NotBe(seen);

        var late = await _api.SendAsync("PATCH", "/tasks/t", """{"script":"stream|from().measurement('mine')"}""", ("If-Match", seen));

        late.Status.Should().Be(412);
        late.Error.Should().Be("task t was changed by somebody else meanwhile: nothing was saved; read it again and change what it says now");
        (await _api.SendAsync("GET", "/tasks/t")).At("script").Should().Contain("'theirs'");
        (await _api.SendAsync("PATCH", "/tasks/t", """{"script":"stream|from().measurement('mine')"}""", ("If-Match", theirs.Headers["ETag"]))).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", "/tasks/t", """{"status":"disabled"}""", ("If-Match", "*"))).Status.Should().Be(200);
        (await _api.SendAsync("PATCH", "/tasks/t", "{}", ("If-Match", "seen"))).Error.Should().Be("If-Match takes one ETag as the server gave it, such as \"0123abcd\", not 'seen'");
    }

    [Fact]
    public async Task A_renamed_task_keeps_running_and_the_old_name_is_free()
    {
        await _api.DefineAsync("a", Script, "enabled");
        await _api.DefineAsync("b", Script);

        (await _api.SendAsync("PATCH", "/tasks/a", """{"id":"b"}""")).Status.Should().Be(500);
        (await _api.SendAsync("PATCH", "/tasks/a", """{"id":"c"}""")).At("executing").Should().Be("True");
        (await _api.SendAsync("GET", "/tasks/a")).Status.Should().Be(404);
        (await _api.SendAsync("PATCH", "/tasks/a", "{}")).Error.Should().Be("task does not exist, cannot update");
    }

    [Fact]
    public async Task A_list_can_be_cut()
    {
        foreach (var id in new[] { "c", "a", "b" })
            await _api.DefineAsync(id, Script);

        async Task<string> Ids(string query) => string.Concat(
            (await _api.SendAsync("GET", "/tasks?fields=id&" + query)).Json.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("id").GetString()));

        (await Ids("")).Should().Be("abc");
        (await Ids("offset=1&limit=1")).Should().Be("b");
        (await Ids("limit=0")).Should().BeEmpty();
        (await Ids("limit=-1&pattern=a&offset=2")).Should().Be("abc");
        (await Ids("pattern=[ab]")).Should().Be("ab");
        (await Ids("pattern=[")).Should().BeEmpty();
        (await _api.SendAsync("GET", "/tasks?fields=nope")).Error.Should().StartWith("unsupported field \"nope\"");
        (await _api.SendAsync("GET", "/tasks/a?fields=nope")).Status.Should().Be(200);
    }

    [Fact]
    public async Task What_a_running_task_offers_is_below_its_path()
    {
        await _api.DefineAsync("t", Script, "enabled");
        (await _api.SendAsync("GET", "/tasks/t/out")).Text.Should().Be("""{"series":null}""");

        (await _api.WriteAsync("m,h=x v=1 5000000000")).Status.Should().Be(204);

        (await _api.SendAsync("GET", "/tasks/t/out")).Text.Should()
            .Be("""{"series":[{"name":"m","tags":{"h":"x"},"columns":["time","v"],"values":[["1970-01-01T00:00:05Z",1]]}]}""");
        var stats = await _api.SendAsync("GET", "/tasks/t");
        stats.At("stats.node-stats.from1.emitted").Should().Be("1");
        (await _api.SendAsync("GET", "/tasks/t/nope")).Error.Should().Be("the task 't' offers no 'nope': httpOut('nope') does, while the task runs");
        await _api.SendAsync("PATCH", "/tasks/t", """{"status":"disabled"}""");
        (await _api.SendAsync("GET", "/tasks/t/out")).Error.Should().Be("the task 't' offers no 'out': httpOut('out') does, while the task runs");
    }

    [Fact]
    public async Task Labels_replace_attributes_when_asked_for()
    {
        await _api.DefineAsync("t", Script, "enabled");

        (await _api.SendAsync("GET", "/tasks/t?dot-view=labels")).At("dot").Should()
            .Contain("graph [label=\"Throughput: 0.00 points/s\" forcelabels=true pad=\"0.8,0.5\"];").And.Contain("errors=0\\rworking_cardinality=0\"];");
    }

    [Fact]
    public async Task What_the_server_lacks_is_among_the_warnings_of_a_task()
    {
        var made = await _api.DefineAsync("t", "stream\n    |from()\n    |alert()\n        .crit(lambda: \"v\" > 1)\n        .post()\n        .endpoint('nope')");

        (made.Status, made.At("warnings.0.code"), made.At("warnings.0.line"), made.At("warnings.0.char")).Should().Be((200, "TS3320", "5", "10"));
        made.At("warnings.0.message").Should().Contain("there is no httppost endpoint 'nope'");
        (await _api.SendAsync("GET", "/tasks/t")).At("warnings.0.code").Should().Be("TS3320");
    }

    [Theory]
    [InlineData("stream\n    |from()\n    |deadman(1.0, 0s)", "line 3 char 6")]
    [InlineData("stream\n    |from()\n    |alert()\n        .message('{{ index .Tags host }}')", "line 4 char 10")]
    public async Task What_no_task_can_start_with_is_refused_at_its_place(string script, string place)
    {
        var reply = await _api.DefineAsync("t", script, "enabled");

        reply.Status.Should().Be(400);
        reply.Error.Should().Contain(place);
        (await _api.SendAsync("GET", "/tasks/t")).Status.Should().Be(404);
    }
}
