using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Handlers;

public sealed class HandlerOptionsTests : IDisposable
{
    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("post", """{"url":"http://h/","colour":"red"}""", "handler kind 'post': has no option 'colour'; known are url, endpoint, headers, basic-auth, alert-template, capture-response, timeout, skip-ssl-verification")]
    [InlineData("post", """{"url":5}""", "handler kind 'post': option 'url' must be text, in quotes, not the number 5")]
    [InlineData("post", """{"headers":{"X":1}}""", "handler kind 'post': option 'headers.X' must be text, in quotes, not a number")]
    [InlineData("post", """{"headers":["X"]}""", "handler kind 'post': option 'headers' must be keys with texts, not a list")]
    [InlineData("post", """{"headers":"X: s3cret"}""", "handler kind 'post': option 'headers' must be keys with texts, not a text")]
    [InlineData("post", """{"basic-auth":"user:s3cret"}""", "handler kind 'post': option 'basic-auth' must be keys with values, not a text")]
    [InlineData("post", """{"basic-auth":["user:s3cret"]}""", "handler kind 'post': option 'basic-auth' must be keys with values, not a list")]
    [InlineData("post", "\"s3cret\"", "handler kind 'post': must be keys with values, not a text")]
    [InlineData("post", """{"timeout":"https://u:s3cret@h/"}""", "handler kind 'post': option 'timeout' must be a duration such as 10s or 1h30m, not the text \"https://***@h/\"")]
    [InlineData("post", """{"timeout":"5 sec"}""", "handler kind 'post': option 'timeout' must be a duration such as 10s or 1h30m, not the text \"5 sec\"")]
    [InlineData("post", """{"timeout":1.5}""", "handler kind 'post': option 'timeout' must be a duration such as 10s or 1h30m, not the number 1.5")]
    [InlineData("post", """{"timeout":5}""", "handler kind 'post': option 'timeout' must be a duration with its unit, such as 5s or 5ms (a whole number counts nanoseconds: 5 is 5 ns), not the number 5")]
    [InlineData("post", """{"timeout":-5000000000}""", "handler kind 'post': option 'timeout' must be a duration such as 10s or 1h30m, not below 0, not the number -5000000000")]
    [InlineData("post", """{"timeout":"-1s"}""", "handler kind 'post': option 'timeout' must be a duration such as 10s or 1h30m, not below 0, not the text \"-1s\"")]
    [InlineData("post", """{"timeout":"999us"}""", "handler kind 'post': option 'timeout' must be a duration such as 10s or 1h30m, of at least 1ms, not the text \"999us\"")]
    [InlineData("post", """{"capture_response":true}""", "handler kind 'post': has no option 'capture_response'; did you mean 'capture-response'?")]
    [InlineData("post", """{"headers":{"Authenticate":"x"}}""", "handler kind 'post': option 'headers': cannot set the 'authenticate' header; use an endpoint with basic-auth")]
    [InlineData("post", "[]", "handler kind 'post': must be keys with values, not a list")]
    [InlineData("log", """{"path":""}""", "handler kind 'log': option 'path': the path is empty: write the file's, such as /var/log/alerts.log")]
    [InlineData("log", """{"path":"/tmp/x.log","mode":256}""", "handler kind 'log': option 'mode': invalid file mode 0400 (256), must be user writable, such as 0600 (384)")]
    [InlineData("log", """{"mode":384}""", "handler kind 'log': needs the option 'path'")]
    [InlineData("exec", """{"prog":"/bin/true","args":"x"}""", "handler kind 'exec': option 'args' must be a list of texts, not the text \"x\"")]
    [InlineData("exec", """{"prog":"/bin/true","args":["x",2]}""", "handler kind 'exec': option 'args[1]' must be text, in quotes, not the number 2")]
    [InlineData("tpc", "{}", "unsupported handler kind 'tpc'; did you mean 'tcp'?")]
    public void Wrong_options_are_refused_with_the_way_out(string kind, string json, string expected)
    {
        TryCreate(kind, ConfigJson.Parse(json), out _, out var error).Should().BeFalse();

        error.Should().Be(expected);
    }

    [Theory]
    [InlineData("post", "null")]
    [InlineData("post", "{}")]
    [InlineData("post", """{"URL":"http://h/","timeout":5000000000}""")]
    [InlineData("post", """{"url":"http://h/","endpoint":"nowhere","timeout":5e9,"headers":null}""")]
    [InlineData("post", """{"url":"http://h/","timeout":"1m30s"}""")]
    [InlineData("post", """{"url":"http://h/","timeout":0}""")]
    [InlineData("post", """{"url":"http://h/","timeout":"0s"}""")]
    [InlineData("post", """{"url":"http://h/","timeout":1000000}""")]
    [InlineData("log", """{"path":"/tmp/x.log","mode":420}""")]
    [InlineData("tcp", """{"address":"127.0.0.1:1"}""")]
    [InlineData("exec", """{"prog":"/bin/true","args":["a","b"]}""")]
    public void Good_options_are_taken(string kind, string json)
    {
        TryCreate(kind, ConfigJson.Parse(json), out var handler, out var error).Should().BeTrue(error);

        handler.Should().NotBeNull();
        (handler as IDisposable)?.Dispose();
    }

    [Fact]
    public void All_mistakes_are_told_each_with_its_place()
    {
        var problems = new List<ConfigProblem>();
        var options = YamlConfig.Read("h.yaml", "url: 5\ntimeout: soon\ncolor: red\n", problems).Single();

        TryCreate("post", options, out _, out var error).Should().BeFalse();

        error!.Split('\n').Select(l => l.Split(' ')[0]).Should().BeEquivalentTo(["h.yaml:1:6:", "h.yaml:2:10:", "h.yaml:3:1:"]);
    }

    public void Dispose() => _http.Dispose();

    private bool TryCreate(string kind, ConfigValue options, out IAlertHandler? handler, out string? error)
    {
        var isMade = HandlerKinds.BuiltIn.TryCreate(kind, options, new HandlerServices { Http = _http }, new HandlerContext(), out handler, out var refusal);
        error = refusal?.Message;
        return isMade;
    }
}
