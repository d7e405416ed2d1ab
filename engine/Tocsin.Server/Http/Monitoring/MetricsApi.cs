using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Monitoring;

/// <summary><c>/metrics</c>: how the server is, for Prometheus and whatever reads its format. Figures are read when they are asked for, and cost nothing otherwise.</summary>
internal sealed class MetricsApi(AlertEngine engine)
{
    private readonly IReadOnlyList<Figure> _figures = EngineFigures.Of(engine);

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(RouteTable.Metrics, ["GET", "HEAD"], ShowAsync);

    private Task ShowAsync(HttpContext context) => ApiAnswer.WrittenAsync(
        context,
        buffer =>
        {
            var exposition = new Exposition(buffer);
            foreach (var figure in _figures)
                exposition.Write(figure);
        },
        contentType: Exposition.ContentType);
}
