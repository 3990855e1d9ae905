using ScaleMs.Actors.Connection.Direct;

namespace ScaleMs.Actors.Connection.Tests.Direct;

public class ByteBudgetTests
{
    [Fact]
    public void No_more_is_let_in_than_there_is_room_for_and_in_order()
    {
        var budget = new ByteBudget(100);
        Assert.True(budget.TakeAsync(60).IsCompleted);
        var large = budget.TakeAsync(70);
        var small = budget.TakeAsync(10);
        Assert.False(large.IsCompleted);
        Assert.False(small.IsCompleted);

        budget.Return(60);

        Assert.True(large.IsCompleted);
        Assert.True(small.IsCompleted);
        Assert.False(budget.TakeAsync(30).IsCompleted);
    }

    [Fact]
    public void What_is_larger_than_all_room_is_let_in_alone()
    {
        var budget = new ByteBudget(100);
        var huge = budget.TakeAsync(500);
        Assert.True(huge.IsCompleted);
        var next = budget.TakeAsync(1);
        Assert.False(next.IsCompleted);

        budget.Return(500);

        Assert.True(next.IsCompleted);
    }
}
