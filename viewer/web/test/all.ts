import './branch_order.test';
import './catalogue.test';
import './colours.test';
import './feature_metadata.test';
import './edges.test';
import './location.test';
import './regulations.test';
import './table_sort.test';
