namespace Tocsin.Dsl.Binding;

/// <summary>A setting, see <see cref="BindOptions.Settings"/>, that adds nodes to the graph of every script that has no mistake.</summary>
public interface IGraphAddition
{
    /// <summary>Adds to a graph that has all nodes of its script.</summary>
    void AddTo(GraphBuilder graph);
}
