using System.Net;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Handlers;

/// <summary>Each handler has an HTTP client of its own over the connections of all.</summary>
public sealed class SeparateHttpTests : IDisposable
{
    private readonly Network _network = new();
    private readonly HttpClient _http;

    public SeparateHttpTests() => _http = HandlerHttp.Create(_network);

    [Fact]
    public async Task What_one_handler_does_to_its_client_is_nothing_to_others()
    {
        var (one, other) = (Make(), Make());
        one.Http.DefaultRequestHeaders.Add("X-Token", "secret");
        await one.HandleAsync(Event, default);
        _network.Headers.Should().Contain("secret");
        one.Http.Dispose();

        (await other.HandleAsync(Event, default)).Should().Be(Delivery.Done);

        _network.Headers.Should().BeEmpty();
        _network.IsDisposed.Should().BeFalse();
        (await _http.GetAsync(new Uri("http://sink/"), CancellationToken.None)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void The_client_of_the_engine_ends_the_connections()
    {
        _http.Dispose();

        _network.IsDisposed.Should().BeTrue();
    }

    public void Dispose()
    {
        _http.Dispose();
        _network.Dispose();
    }

    private static AlertEvent Event => new() { Topic = "t", Id = "a", Level = AlertLevel.Critical, Message = "m", UnixNanoseconds = 1 };

    private Asking Make()
    {
        var kind = HandlerKind.FromType(typeof(Asking), "tests");
        kind.TryCreate(new ConfigNull(), new HandlerServices { Http = _http }, new HandlerContext(), out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        return handler.Should().BeOfType<Asking>().Subject;
    }

    [AlertHandler("asking")]
    private sealed class Asking(HttpClient http) : IAlertHandler
    {
        public HttpClient Http => http;

        public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
        {
            using var reply = await http.GetAsync(new Uri("http://sink/"), cancellationToken);
            return Delivery.FromStatus(reply.StatusCode);
        }
    }

    private sealed class Network : HttpMessageHandler
    {
        public string Headers { get; private set; } = "";

        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Headers = request.Headers.ToString();
            return Task.FromResult(new HttpResponseMessage());
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
