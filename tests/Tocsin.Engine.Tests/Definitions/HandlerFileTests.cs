using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Engine.Tests.Definitions;

public sealed class HandlerFileTests
{
    [Fact]
    public void A_file_may_hold_several_documents()
    {
        var result = HandlerFile.Parse(
            """
            topic: cpu
            id: slack-ops
            kind: slack
            match: changed() == TRUE AND level() >= WARNING
            options:
              channel: '#ops'
              retries: 3
              ratio: 0.5
              quoted: "3"
              on: true
              nothing: ~
              list: [a, 1]
              nested: {x: y}
              mode: 0644
            owner: someone
            ---
            topic: cpu
            id: plain
            kind: log
            ---
            """,
            "cpu.yaml");

        result.Errors.Should().BeEmpty();
        result.Handlers.Should().Equal(
            new HandlerSpec
            {
                Topic = "cpu",
                Id = "slack-ops",
                Kind = "slack",
                Match = "changed() == TRUE AND level() >= WARNING",
                OptionsJson =
                    """{"channel":"#ops","retries":3,"ratio":0.5,"quoted":"3","on":true,"nothing":null,"list":["a",1],"nested":{"x":"y"},"mode":420}""",
            },
            new HandlerSpec { Topic = "cpu", Id = "plain", Kind = "log" });
    }

    [Fact]
    public void The_delivery_settings_of_a_handler_are_read_and_checked_at_their_place()
    {
        var good = HandlerFile.Parse("topic: a\nid: b\nkind: log\ndelivery: {merge: true, attempt-timeout: 5s, parallelism: 2}", "f.yaml");
        good.Errors.Should().BeEmpty();
        good.Handlers.Should().ContainSingle().Which.DeliveryJson.Should().Be("""{"merge":true,"attempt-timeout":"5s","parallelism":2}""");

        Errors("delivery:\n  mrge: true\n  parallelism: 0.5").Should().Equal(
            "f.yaml:5:3: delivery: has no option 'mrge'; did you mean 'merge'?",
            "f.yaml:6:16: delivery: option 'parallelism' must be a whole number, not the number 0.5");
        Errors("delivery: {attempt-timeout: 0s}").Should().ContainSingle().Which.Should().StartWith("f.yaml:4:29: delivery: option 'attempt-timeout': ");
        Errors("delivery:\n  group: {wait: 1m, interval: 10s}").Should().ContainSingle().Which.Should().StartWith("f.yaml:5:31: delivery: option 'group.interval': ");
        Errors("delivery: [merge]").Should().Equal("f.yaml:4:11: delivery must be a mapping");
        Errors("delivery: ~").Should().BeEmpty();

        static IEnumerable<string> Errors(string delivery) => HandlerFile.Parse("topic: a\nid: b\nkind: log\n" + delivery, "f.yaml").Errors.Select(error => error.ToString());
    }

    [Fact]
    public void Keys_that_are_misspelt_are_told_and_those_of_other_programs_are_not()
    {
        var result = HandlerFile.Parse("topic: a\nid: b\nkind: log\nmach: changed()\nowner: x\nuid: 7\n---\n- {topic: a, id: c, kind: log, Delivry: {merge: true}}", "f.yaml");

        result.Errors.Should().BeEmpty();
        result.Entries.Should().HaveCount(2);
        result.Problems.Should().OnlyContain(problem => problem.IsWarning);
        result.Problems.Select(warning => warning.ToString()).Should().Equal(
            "f.yaml:4:1: a handler has no key 'mach', it is ignored; did you mean 'match'?",
            "f.yaml:8:32: a handler has no key 'Delivry', it is ignored; did you mean 'delivery'?");
    }

    [Theory]
    [InlineData("1.", "1")]
    [InlineData("-0.5e3", "-500")]
    [InlineData("0o17", "15")]
    [InlineData("1e999", "\"1e999\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("NULL", "null")]
    [InlineData("${file:/etc/hostname}", "\"${file:/etc/hostname}\"")]
    public void What_is_checked_is_what_is_sent(string scalar, string json)
    {
        var entry = HandlerFile.Parse($"topic: a\nid: b\nkind: c\noptions:\n  x: {scalar}", "f.yaml").Entries.Should().ContainSingle().Subject;

        entry.Spec.OptionsJson.Should().Be($"{{\"x\":{json}}}");
        ConfigJson.Write(entry.Values.Entries[^1].Value).Should().Be(entry.Spec.OptionsJson);
    }

    [Fact]
    public void Texts_that_look_like_something_else_are_texts_where_texts_are_wanted() =>
        HandlerFile.Parse("topic: 2024\nid: 007\nkind: on\nmatch: TRUE", "f.yaml").Handlers.Should().Equal(
            new HandlerSpec { Topic = "2024", Id = "007", Kind = "on", Match = "TRUE" });

    [Fact]
    public void JSON_is_read_too()
    {
        var result = HandlerFile.Parse("""[{"topic":"a","id":"b","kind":"c","options":{"timeout":5000000000,"url":"http://x/\u00e4"}}]""", "x.json");

        result.Errors.Should().BeEmpty();
        result.Handlers.Should().ContainSingle().Which.OptionsJson.Should().Be("""{"timeout":5000000000,"url":"http://x/ä"}""");
    }

    [Theory]
    [InlineData("topic: a\nid: b\nkind: pst", "f.yaml:3:7: unsupported handler kind 'pst'; did you mean 'post'?")]
    [InlineData("topic: a\nid: b\nkind: post\noptions:\n  ulr: x", "f.yaml:5:3: *'ulr'; did you mean 'url'?")]
    [InlineData("topic: a\nid: b\nkind: post\noptions:\n  url: 5", "f.yaml:5:8: *option 'url' must be text, in quotes, not the number 5")]
    [InlineData("topic: a\nid: b\nkind: post\noptions: {endpoint: x}\n---\ntopic: a\nid: c\nkind: log\noptions: {path: /x, mod: 1}", "f.yaml:9:21: *'mod'*")]
    [InlineData("topic: a\nid: b\nkind: hipchat", "f.yaml:3:7: unsupported handler kind 'hipchat': the handler hipchat is not there: its plugin Tocsin.Plugins.HipChat is not loaded*put Tocsin.Plugins.HipChat into the folder of the plugins*")]
    [InlineData("topic: a\nid: b\nkind: aggregate\noptions: {topic: x}", "f.yaml:4:10: handler kind 'aggregate': needs the option 'interval'")]
    [InlineData("topic: a\nid: b\nkind: publish\noptions: {topics: x}", "f.yaml:4:19: handler kind 'publish': option 'topics' must be a list of texts, not the text \"x\"")]
    [InlineData("topic: a\nid: b\nkind: post\noptions: {url: 'http://host/${env:NOT_SET_HERE}'}", "f.yaml:4:16: *NOT_SET_HERE is not set*")]
    public void Kinds_and_options_are_refused_at_their_place(string text, string error)
    {
        var result = HandlerFile.Parse(text, "f.yaml");

        result.Errors.Should().BeEmpty();
        result.Entries.SelectMany(entry => entry.ErrorsWith(HandlerKinds.BuiltIn, static _ => null)).Should().ContainSingle().Which.ToString().Should().Match(error);
    }

    [Fact]
    public void All_mistakes_of_a_handler_are_told_not_only_the_first()
    {
        var result = HandlerFile.Parse("topic: a b\nid: c d\nkind: post\nmatch: levl() == CRITICAL\ndelivery: {merg: true}\noptions:\n  ulr: x\n  timeout: soon", "f.yaml");

        result.Entries.Should().BeEmpty();
        result.Errors.Concat(result.Faulty.SelectMany(entry => entry.ErrorsWith(HandlerKinds.BuiltIn, static _ => null))).Select(problem => problem.ToString()).Should().SatisfyRespectively(
            id => id.Should().StartWith("f.yaml:2:5: handler ID must contain only"),
            topic => topic.Should().StartWith("f.yaml:1:8: handler topic must contain only"),
            delivery => delivery.Should().StartWith("f.yaml:5:12: delivery: "),
            match => match.Should().StartWith("f.yaml:4:8: invalid match expression: ").And.Contain("levl"),
            option => option.Should().StartWith("f.yaml:7:3: ").And.Contain("'ulr'"),
            timeout => timeout.Should().StartWith("f.yaml:8:12: ").And.Contain("'timeout'"));
    }

    [Fact]
    public void What_hands_events_on_is_of_a_kind_like_others() =>
        HandlerFile.Parse("topic: a\nid: b\nkind: publish\noptions: {topics: [x]}", "f.yaml").Entries.Should().ContainSingle()
            .Which.ErrorsWith(HandlerKinds.BuiltIn, static _ => null).Should().BeEmpty();

    [Theory]
    [InlineData("topic: a\nid: b c\nkind: d", "f.yaml:2:5: handler ID must contain only*")]
    [InlineData("topic: a\nid: [b]\nkind: c", "f.yaml:2:5: id must be text, not a list")]
    [InlineData("topic: a\nid: b", "f.yaml:1:1: handler Kind must not be empty*")]
    [InlineData("topic: a\nid: b\nkind: c\nmatch: level() >", "f.yaml:4:8: invalid match expression: *line 1 char 10*")]
    [InlineData("topic: a\nid: b\nkind: c\noptions: 5", "f.yaml:4:10: options must be a mapping")]
    [InlineData("topic: a\n  id: b", "f.yaml:2:*")]
    [InlineData("topic: a\ntopic: b", "f.yaml:2:1: *")]
    [InlineData("just text", "f.yaml:1:1: a handler is a mapping*")]
    [InlineData("topic: a\nid: b\nkind: c\n---\ntopic: a\nid: b\nkind: d", "f.yaml:5:1: handler \"b\" of topic \"a\" is defined twice; give one of them another id")]
    public void Mistakes_are_told_with_their_place(string text, string error) =>
        HandlerFile.Parse(text, "f.yaml").Errors.Should().ContainSingle().Which.ToString().Should().Match(error);
}
