using Tocsin.Dsl.Data;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.HttpPost;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Sideloads;

namespace Tocsin.Pipelines.Nodes.Sideload;

/// <summary>Looks values up once for each series, until they are loaded again.</summary>
internal sealed class SideloadProcessor : Processor
{
    private readonly SideloadNode _node;
    private readonly SideloadAddress _address;
    private readonly TextTemplate[] _orders;
    private readonly SeriesCache<SideloadedValues> _bySeries;
    private SideloadSource? _source;
    private object? _values;

    /// <exception cref="TaskStartException">The source is not valid.</exception>
    public SideloadProcessor(SideloadNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _bySeries = context.Groups.NewCache<SideloadedValues>();
        _address = AddressOf(node.Source, context);

        // The node was checked: each is a template.
        _orders = [.. node.Orders.Select(order => TextTemplate.Parse("order", order, TemplateOptions.Default).Template!)];
    }

    /// <exception cref="TaskStartException">The values cannot be loaded.</exception>
    public override void OnStart()
    {
        try
        {
            _source = Context.Services.Sideloads.Open(_node.Source, _address);
        }
        catch (SideloadException problem)
        {
            throw new TaskStartException($"{Context.NodeName}: {problem.Message}") { Span = Context.Node.SpanOf("source") };
        }
    }

    public override void OnPoint(Point point, Group group)
    {
        var values = ValuesOf(point.Series);
        Emit(values.Fill(point), values.GroupOf(group, Context.Groups));
    }

    public override void OnBatch(Batch batch)
    {
        var points = new Point[batch.Points.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = ValuesOf(batch.Points[i].Series).Fill(batch.Points[i]);
        Emit(batch with { Points = points });
    }

    public override void OnStop() => Close();

    public override void OnAbandon() => Close();

    private static SideloadAddress AddressOf(string source, NodeContext context)
    {
        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && (address.IsFile || HttpPostTarget.IsAddress(source)))
            return new SideloadAddress(address);
        if (source.Contains("://", StringComparison.Ordinal))
            throw new TaskStartException($"{context.NodeName}: unsupported source '{source}': it must begin with file://, http:// or https://, or name an endpoint of httppost") { Span = context.Node.SpanOf("source") };
        if (context.Services.Handlers.FindEndpoint(source) is { } endpoint)
            return new SideloadAddress(endpoint.Url) { Headers = [.. endpoint.Headers], Authorization = endpoint.BasicAuth.ToHeader() };
        throw new TaskStartException($"{context.NodeName}: endpoint '{source}' does not exist: add it to httppost in the configuration, or write .source('file:///folder')") { Span = context.Node.SpanOf("source") };
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _source, null) is { } source)
            Context.Services.Sideloads.Close(source);
    }

    private SideloadedValues ValuesOf(Series series)
    {
        var current = _source?.Values;
        if (!ReferenceEquals(current, _values))
        {
            _bySeries.Clear();
            _values = current;
        }

        if (_bySeries[series] is not { } values)
            _bySeries.Set(series, values = LookUp(series));
        foreach (var problem in values.Problems)
            Fail("failed to load key", problem);
        return values;
    }

    private SideloadedValues LookUp(Series series)
    {
        var values = new SideloadedValues(series);
        var found = new SideloadLookup(_source?.Values, KeysFor(series.Tags, values), values.Problems);
        foreach (var (name, standard) in _node.Fields)
            values.Add(name, found.Find(name, standard));
        var tags = series.Tags;
        foreach (var (name, standard) in _node.Tags)
            tags = tags.With(name, (string)found.Find(name, standard));
        values.Series = _node.Tags.Count == 0 ? series : Context.Services.Series.Intern(series.Origin, series.Name, tags);
        return values;
    }

    private List<string> KeysFor(TagSet tags, SideloadedValues values)
    {
        var keys = new List<string>(_orders.Length);
        var map = new Alert.TagMap { Tags = tags };
        foreach (var order in _orders)
        {
            if (order.TryRender(map, Context.Texts, out var key, out var error))
                keys.Add(key);
            else
                values.Problems.Add(error);
        }

        return keys;
    }
}
