using System.Net;
using System.Text;
using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;
using Tocsin.Influx.Flux;
using Tocsin.Influx.Writes;

namespace Tocsin.Influx.Tests;

/// <summary>Addresses, credentials, time limits, and what is said when nothing comes of it.</summary>
public sealed class ConnectionTests
{
    private const string Empty = """{"results":[{"statement_id":0}]}""";

    [Fact]
    public void What_a_server_says_is_cut_and_stands_on_one_line()
    {
        new InfluxException(InfluxFailure.Refused, "a\u001b[31m\nb").Message.Should().Be("a\u241B[31m\u240Ab");
        new InfluxException(InfluxFailure.Refused, new string('x', 5_000_000)).Message.Should().HaveLength(2001).And.EndWith("x…");
    }

    [Fact]
    public async Task The_next_address_is_asked_when_one_does_not_answer_and_stays_preferred()
    {
        var http = new StandIn(request => request.RequestUri?.Host == "one" ? throw new HttpRequestException("refused") : StandIn.Json(HttpStatusCode.OK, Empty));
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://one:1"), new Uri("http://two:2")] }, handler: http);

        await client.QueryAsync(new InfluxQuery("SHOW DATABASES"));
        await client.QueryAsync(new InfluxQuery("SHOW DATABASES"));

        http.Requests.Select(request => request.Split('/')[2]).Should().Equal("one:1", "two:2", "two:2");
    }

    [Fact]
    public async Task All_addresses_are_named_when_none_answers()
    {
        var http = new StandIn(request => request.RequestUri?.Host == "one" ? throw new HttpRequestException("refused") : StandIn.Json(HttpStatusCode.ServiceUnavailable, """{"error":"starting"}"""));
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://u:geheim@one:1"), new Uri("http://two:2/influx/")] }, handler: http);

        var problem = await client.Awaiting(it => it.PingAsync()).Should().ThrowAsync<InfluxException>();

        problem.Which.Message.Should().Be("InfluxDB at http://one:1 cannot be reached: refused; InfluxDB at http://two:2/influx answers 503: starting");
        problem.Which.MayPass.Should().BeTrue();
    }

    [Fact]
    public async Task An_address_that_refuses_is_the_last_word()
    {
        var http = new StandIn(_ => StandIn.Json(HttpStatusCode.BadRequest, """{"error":"error parsing query: found FRO"}"""));
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://one:1"), new Uri("http://two:2")] }, handler: http);

        var problem = await client.Awaiting(it => it.QueryAsync(new InfluxQuery("SELECT"))).Should().ThrowAsync<InfluxException>();

        problem.Which.Message.Should().Be("error parsing query: found FRO");
        problem.Which.Failure.Should().Be(InfluxFailure.Refused);
        http.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_page_of_whoever_listens_there_is_no_receipt_of_a_write()
    {
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://one:1")] }, handler: new StandIn(_ => StandIn.Json(HttpStatusCode.OK, "<html>")));

        var problem = await client.Awaiting(it => it.WriteAsync(new InfluxWrite("db"), "m v=1"u8.ToArray())).Should().ThrowAsync<InfluxException>();

        problem.Which.Message.Should().Contain("http://one:1").And.Contain("200");
        problem.Which.MayPass.Should().BeTrue("the points are kept until InfluxDB is there again");
    }

    [Theory]
    [InlineData("http://h:1", "me", "pass", "", "Basic bWU6cGFzcw==")]
    [InlineData("http://me:p%40ss@h:1", "", "", "", "Basic bWU6cEBzcw==")]
    [InlineData("http://h:1", "me", "pass", "t0ken", "Token t0ken")]
    [InlineData("http://h:1", "", "", "", "")]
    public async Task Requests_carry_the_credentials(string url, string user, string password, string token, string header)
    {
        var http = new StandIn(_ => StandIn.Json(HttpStatusCode.OK, Empty));
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri(url)], Username = user, Password = password, Token = token }, handler: http);

        await client.QueryAsync(new InfluxQuery("SELECT 1") { Database = "d b", RetentionPolicy = "r", ChunkRows = 5 });

        http.Requests.Should().Equal($"POST http://h:1/query?epoch=ns&chunked=true&chunk_size=5&db=d b&rp=r {header} q=SELECT+1");
    }

    [Fact]
    public async Task Wrong_credentials_say_where_they_are_set_and_hide_them()
    {
        using var client = new InfluxClient(
            new InfluxConnection { Urls = [new Uri("http://h:1")], Username = "me", Password = "geheim" },
            handler: new StandIn(_ => StandIn.Json(HttpStatusCode.Unauthorized, """{"error":"authorization failed"}""")));

        var problem = await client.Awaiting(it => it.PingAsync()).Should().ThrowAsync<InfluxException>();

        problem.Which.Failure.Should().Be(InfluxFailure.Denied);
        problem.Which.Message.Should().Contain("authorization failed").And.Contain("username, password and token").And.NotContain("geheim");
    }

    [Theory]
    [InlineData("https://other.example/base/query?q=secret", "https://other.example/base")]
    [InlineData("/moved/query", "http://h:1/moved")]
    [InlineData("https://sso.example/login?next=x", "https://sso.example/login")]
    public async Task A_redirect_names_the_new_address(string location, string named)
    {
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://h:1")] }, handler: new StandIn(_ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri(location, UriKind.RelativeOrAbsolute) } }));

        var problem = await client.Awaiting(it => it.QueryAsync(new InfluxQuery("q"))).Should().ThrowAsync<InfluxException>();

        problem.WithMessage($"InfluxDB at http://h:1 redirects to {named}, and redirects are not followed: set the new address as urls in the section influxdb");
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "1.7.9", "404 page not found", "InfluxDB 1.7.9 at http://h:1 has no Flux: queryFlux needs InfluxDB 1.8 with flux-enabled = true*")]
    [InlineData(HttpStatusCode.NotFound, "", "404 page not found", "what listens at http://h:1 answers 404 to a question in Flux: it is an InfluxDB without Flux, or none. queryFlux needs*")]
    [InlineData(HttpStatusCode.Forbidden, "1.8.10", """{"error":"Flux query service disabled. Verify flux-enabled=true in the [http] section of the InfluxDB config."}""", "InfluxDB at http://h:1 has Flux switched off: set flux-enabled = true*")]
    [InlineData(HttpStatusCode.NotFound, "2.7.1", """{"code":"not found","message":"organization name \"o\" not found"}""", "organization name \"o\" not found")]
    public async Task A_question_in_Flux_to_one_that_has_none_says_what_it_needs(HttpStatusCode status, string version, string body, string message)
    {
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://h:1")] }, handler: new StandIn(_ =>
        {
            var answer = StandIn.Json(status, body);
            if (version.Length > 0)
                answer.Headers.Add("X-Influxdb-Version", version);
            return answer;
        }));

        await client.Awaiting(it => it.QueryFluxAsync(new FluxQuery("x"), new WrittenRows())).Should().ThrowAsync<InfluxException>().WithMessage(message);
    }

    [Fact]
    public async Task A_server_without_a_sign_of_life_is_given_up()
    {
        var time = new FakeTime();
        var asked = new TaskCompletionSource();
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://h:1")], Timeout = TimeSpan.FromSeconds(3) }, time, new Silent(asked));

        var ping = client.PingAsync();
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(2));
        ping.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        (await FluentActions.Awaiting(() => ping).Should().ThrowAsync<InfluxException>()).Which.Failure.Should().Be(InfluxFailure.TimedOut);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_given_up()
    {
        var time = new FakeTime();
        var endless = new Dripping(() => time.Advance(TimeSpan.FromSeconds(2)));
        using var client = new InfluxClient(
            new InfluxConnection { Urls = [new Uri("http://h:1")], Timeout = TimeSpan.FromSeconds(3) }, time,
            new StandIn(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) }));

        var problem = await FluentActions.Awaiting(() => client.QueryAsync(new InfluxQuery("q"))).Should().ThrowAsync<InfluxException>();

        problem.WithMessage("InfluxDB at http://h:1 has not ended its answer after 18 s, six times the option timeout");
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up()
    {
        var time = new FakeTime();
        var stalled = new Stalled("""{"results":[{"series":["""u8.ToArray());
        using var client = new InfluxClient(
            new InfluxConnection { Urls = [new Uri("http://h:1")], Timeout = TimeSpan.FromSeconds(3) }, time,
            new StandIn(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(stalled) }));

        var query = client.QueryAsync(new InfluxQuery("q"));
        await stalled.Waits;
        time.Advance(TimeSpan.FromSeconds(3));

        var problem = await FluentActions.Awaiting(() => query).Should().ThrowAsync<InfluxException>();
        problem.WithMessage("InfluxDB at http://h:1 shows no sign of life for 3 s; the option timeout says how long it may");
    }

    [Fact]
    public async Task Who_gives_up_is_not_told_of_the_server()
    {
        var asked = new TaskCompletionSource();
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://h:1")] }, handler: new Silent(asked));
        using var giveUp = new CancellationTokenSource();

        var ping = client.PingAsync(giveUp.Token);
        await asked.Task;
        await giveUp.CancelAsync();

        await FluentActions.Awaiting(() => ping).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_write_says_where_it_goes()
    {
        var http = new StandIn(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://h:1")] }, handler: http);

        await client.WriteAsync(new InfluxWrite("d") { RetentionPolicy = "r&p", Precision = WritePrecision.Seconds, Consistency = "all" }, Encoding.UTF8.GetBytes("m v=1 1\n"));

        http.Requests.Should().Equal("POST http://h:1/write?db=d&precision=s&rp=r%26p&consistency=all  m v=1 1\n");
    }

    [Fact]
    public async Task Tables_of_flux_become_series()
    {
        const string csv = """
            #datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string
            #group,false,false,true,true,false,false,true,true,true
            #default,_result,,,,,,,,
            ,result,table,_start,_stop,_time,_value,_field,_measurement,host
            ,,0,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,2020-01-01T00:00:01Z,1.5,v,cpu,"a,""b"
            ,,0,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,2020-01-01T00:00:02Z,,v,cpu,"a,""b"
            ,,1,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,2020-01-01T00:00:02Z,+Inf,v,cpu,c

            #datatype,string,long,boolean,long
            #group,false,false,false,false
            #default,_result,,,
            ,result,table,ok,n
            ,,2,true,7

            """;
        var http = new StandIn(_ => StandIn.InPieces(csv.ReplaceLineEndings("\r\n"), 11));
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://h:1")], Token = "t" }, handler: http);
        var rows = new WrittenRows();

        await client.QueryFluxAsync(new FluxQuery("from(bucket: \"b\")") { Org = "my org", Now = "2020-01-02T00:00:00Z" }, rows);

        rows.ToString().Should().Be(
            "cpu _field=v host=a,\"b: time _value\n2020-01-01T00:00:01Z|1.5\n2020-01-01T00:00:02Z|\ncpu _field=v host=c: time _value\n2020-01-01T00:00:02Z|Infinity\n: ok n\ntrue|7\n");
        http.Requests.Should().ContainSingle().Which.Should().StartWith("POST http://h:1/api/v2/query?org=my org Token t {\"query\":\"from(bucket").And.Contain("\"now\":\"2020-01-02T00:00:00Z\"");
    }

    [Fact]
    public async Task An_error_within_an_answer_of_flux_is_told()
    {
        const string csv = "#datatype,string,string\n#group,true,true\n#default,,\n,error,reference\n,Failed to parse query,897\n";
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri("http://h:1")] }, handler: new StandIn(_ => StandIn.InPieces(csv, 100)));

        await client.Awaiting(it => it.QueryFluxAsync(new FluxQuery("x"), new WrittenRows())).Should().ThrowAsync<InfluxException>().WithMessage("flux: Failed to parse query");
    }

    private sealed class Silent(TaskCompletionSource asked) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    /// <summary>Says a little again and again.</summary>
    private sealed class Dripping(Action next) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            next();
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span[0] = (byte)' ';
            return ValueTask.FromResult(1);
        }
    }

    private sealed class Stalled(byte[] start) : MemoryStream(start)
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waits => _waits.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var count)
                return count;
            _waits.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
