namespace Tocsin.Plugins.Postman;

/// <summary>A test that failed, or something that could not be carried out.</summary>
/// <param name="Item">The id of the item it belongs to; empty when none is named.</param>
/// <param name="ItemName">Its name.</param>
/// <param name="Test">The name of the test, or where the error was.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="IsTest">False for an error.</param>
internal sealed record Failure(string Item, string ItemName, string Test, string Message, bool IsTest)
{
    /// <summary>The item and the test, as far as they are named.</summary>
    public string Title => ItemName.Length == 0 ? Test : Test.Length == 0 ? ItemName : $"{ItemName}: {Test}";
}
