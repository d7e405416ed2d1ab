namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>The stateful functions of one lambda: all calls of one function share one memory.</summary>
internal sealed class StateScope
{
    private readonly List<string> _names = [];
    private readonly List<Func<object>> _factories = [];

    public IReadOnlyList<Func<object>> Factories => _factories;

    public int IndexOf(string name, Func<object> factory)
    {
        var index = _names.IndexOf(name);
        if (index >= 0)
            return index;

        _names.Add(name);
        _factories.Add(factory);
        return _names.Count - 1;
    }

    public ExpressionState CreateState() => CreateState(_factories);

    public static ExpressionState CreateState(IReadOnlyList<Func<object>> factories)
    {
        if (factories.Count == 0)
            return new ExpressionState([]);

        var instances = new object[factories.Count];
        for (var i = 0; i < instances.Length; i++)
            instances[i] = factories[i]();
        return new ExpressionState(instances);
    }
}
